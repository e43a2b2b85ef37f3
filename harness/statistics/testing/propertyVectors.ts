import fc from "fast-check";
import { expect, test } from "vitest";
import { mulberry32, shuffled, type Random } from "../../base/base.ts";
import { clusterBootstrap } from "../clusterBootstrap.ts";
import type { Cluster } from "../clusteredProportion.ts";
import { betaMixtureLogE } from "../confidenceSequence.ts";
import { normalCdf, studentTQuantile } from "../distributions.ts";
import { eProcess, freshEProcess } from "../eProcess.ts";
import { binomialTest } from "../exactTests.ts";
import type { Interval } from "../interval.ts";
import { kornGraubard, logitT } from "../kornGraubard.ts";
import { wilson } from "../proportion.ts";
import { clustersInput, tested, vectors } from "./vectorTests.ts";

/** The three entries of the file that are no values but properties. */
function property(
  name: string,
  check: (expected: Record<string, unknown>, input: unknown) => void,
): void {
  const vector = vectors.find((each) => each.name === name);
  if (!vector) throw new Error(`No vector is named ${name}.`);
  tested.add(name);
  test(`vector: ${name}`, () => check(vector.expected, vector.input));
}

function rateOf(clusters: readonly Cluster[]): number {
  const total = (of: (cluster: Cluster) => number): number =>
    clusters.reduce((sum, cluster) => sum + of(cluster), 0);
  return total(({ diverged }) => diverged) / total(({ scored }) => scored);
}

property("cluster_bootstrap_invariances", (_, input) => {
  const clusters = clustersInput.parse(input);
  const options = () => ({ level: 0.95, resamples: 500, random: mulberry32(42) });
  const original = clusterBootstrap(clusters, rateOf, options());
  const duplicated = clusters.map(({ diverged, scored }) => ({
    diverged: 3 * diverged,
    scored: 3 * scored,
  }));
  expect(clusterBootstrap(duplicated, rateOf, options())).toEqual(original);

  const equal = clusters.map(() => ({ diverged: 1, scored: 8 }));
  const degenerate = clusterBootstrap(equal, rateOf, options());
  expect(degenerate).toMatchObject({ standardError: 0, interval: null });
  expect(kornGraubard(equal, 0.95).method).toBe("Clopper-Pearson on units");

  // The spread of the replicates is that of the closed form, in whatever order the sessions come.
  const rates = clusters.map((cluster) => rateOf([cluster]));
  const mean = rateOf(clusters);
  const closed = Math.sqrt(rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0)) / rates.length;
  const many = { level: 0.95, resamples: 4000, random: mulberry32(7) };
  const relabelled = clusterBootstrap(shuffled(clusters, mulberry32(3)), rateOf, many);
  expect(Math.abs((relabelled.standardError ?? 0) / closed - 1)).toBeLessThan(0.05);

  // One replay per session: the ordinary bootstrap of independent flags.
  const flags = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(flags, (values) => {
      const asClusters = values.map((diverged) => ({ diverged, scored: 1 }));
      const plain = (sample: readonly number[]): number =>
        sample.reduce((sum, value) => sum + value, 0) / sample.length;
      const few = () => ({ level: 0.95, resamples: 50, random: mulberry32(1) });
      expect(clusterBootstrap(asClusters, rateOf, few()).replicates).toEqual(
        clusterBootstrap(values, plain, few()).replicates,
      );
    }),
    { numRuns: 20 },
  );
});

property("sequential_coverage_property", (expected) => {
  const random = mulberry32(11);
  const streams = 2000;
  const border = 0.05;
  // The smallest count that an ordinary one-sided test rejects, after each session (p below 5 %; 1 of 1 is 5 % sharp).
  const rejectsFrom = Array.from({ length: 301 }, (_, n) => {
    let count = 0;
    while (count <= n && binomialTest(count, n, border).greater > 0.05 - 1e-9) count++;
    return count;
  });
  let [alarms, peeking] = [0, 0];
  for (let stream = 0; stream < streams; stream++) {
    const process = eProcess(freshEProcess(border, "above"));
    let [count, peeked] = [0, false];
    for (let session = 1; session <= 300; session++) {
      const flag = random() < border ? 1 : 0;
      count += flag;
      process.update(flag);
      peeked ||= count >= (rejectsFrom[session] ?? Infinity);
    }
    if (process.p() <= 0.05) alarms++;
    if (peeked) peeking++;
  }
  expect(alarms / streams).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / streams));
  expect(peeking / streams).toBeGreaterThan(0.1);
  expect(
    Math.abs(peeking / streams - Number(expected["naive_exact_test_peeking_each_session_n300"])),
  ).toBeLessThan(0.03);
  for (const rate of [0.02, 0.05, 0.1, 0.3])
    expect(missRate(rate, random)).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 500));
});

/** How often the beta-mixture sequence ever misses the truth in 300 looks. */
function missRate(rate: number, random: Random): number {
  const streams = 500;
  let misses = 0;
  for (let stream = 0; stream < streams; stream++) {
    let [count, missed] = [0, false];
    for (let of = 1; of <= 300 && !missed; of++) {
      if (random() < rate) count++;
      missed = betaMixtureLogE({ count, of }, rate) >= Math.log(20);
    }
    if (missed) misses++;
  }
  return misses / streams;
}

type Method = (clusters: readonly Cluster[]) => Interval | null;

property("interval_coverage_property", (expected) => {
  const random = mulberry32(23);
  const sizes = [10, 20, 30, 60, 120];
  const methods: Record<string, Method> = {
    naive_wilson: (clusters) => {
      const { diverged, scored } = kornGraubard(clusters, 0.95);
      return wilson(diverged, scored, 0.95);
    },
    wilson_neff_t: wilsonOnEffectiveN,
    logit_t: (clusters) => logitT(clusters, 0.95).interval,
    korn_graubard: (clusters) => kornGraubard(clusters, 0.95).interval,
    session_bootstrap_percentile: (clusters) =>
      clusterBootstrap(clusters, rateOf, { level: 0.95, resamples: 200, random }).interval,
  };
  for (const [position, size] of sizes.entries()) {
    const runs = Array.from({ length: 800 }, () => simulate(size, random));
    for (const [name, method] of Object.entries(methods)) {
      // The bootstrap is slow and has its own tolerance: fewer runs.
      const isBootstrap = name === "session_bootstrap_percentile";
      const used = isBootstrap ? runs.slice(0, size === 20 || size === 30 ? 250 : 0) : runs;
      if (used.length === 0) continue;
      const found = used.map(method);
      const covered = found.filter(
        (each) => each !== null && each.lower <= 0.125 && 0.125 <= each.upper,
      );
      const wanted = valueAt(expected[name], position);
      const limit = isBootstrap ? 0.05 : 0.03 * (1 + wanted);
      expect(Math.abs(covered.length / used.length - wanted), `${name} ${size}`).toBeLessThan(
        limit,
      );
      if (name === "korn_graubard") {
        const width =
          found.reduce((sum, each) => sum + (each ? each.upper - each.lower : 0), 0) / found.length;
        expect(
          Math.abs(width - valueAt(expected["mean_width_korn_graubard"], position)),
        ).toBeLessThan(0.03);
      }
    }
  }
});

function valueAt(list: unknown, position: number): number {
  return Array.isArray(list) ? Number(list[position]) : Number.NaN;
}

/** A tenth of the sessions is degraded: 5 % and 80 % divergence, 8 replays each. */
function simulate(sessions: number, random: Random): Cluster[] {
  return Array.from({ length: sessions }, () => {
    const rate = random() < 0.1 ? 0.8 : 0.05;
    let diverged = 0;
    for (let replay = 0; replay < 8; replay++) if (random() < rate) diverged++;
    return { diverged, scored: 8 };
  });
}

function wilsonOnEffectiveN(clusters: readonly Cluster[]): Interval | null {
  const { estimate, effectiveN, method, interval } = logitT(clusters, 0.95);
  if (estimate === null || effectiveN === null || method !== "logit-t") return interval;
  const levelOfT = 2 * normalCdf(studentTQuantile(0.975, clusters.length - 1)) - 1;
  return wilson(estimate * effectiveN, effectiveN, levelOfT);
}
