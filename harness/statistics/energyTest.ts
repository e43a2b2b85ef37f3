import type { Random } from "../base/base.ts";
import { checkSquare, type DistanceMatrix } from "./distanceMatrix.ts";
import { permuteLabels, type Permutations } from "./labelPermutation.ts";

/** A replay of one of two samples (before and after an upgrade). */
export type SampledReplay = {
  readonly arm: "a" | "b";
  /** sessions change arms as a whole */
  readonly session: string;
  /** sessions are exchangeable only within their stratum: the wave */
  readonly stratum: string;
};

export type EnergyTest = {
  /** 2 mean d(a, b) - mean d(a, a) - mean d(b, b); 0 for equal samples. Null when an arm is empty */
  readonly distance: number | null;
  /** small when the structures of the two samples differ in distribution */
  readonly p: number | null;
  readonly method: Permutations["method"] | "none";
  readonly permutations: number;
  readonly note: string | null;
};

/**
 * Did the distribution of structures shift? Energy distance; on 0/1 distances it is twice the squared maximum mean
 * discrepancy with the equality kernel. Sessions, not replays, change arms: replays of a session are alike anyway.
 * @param distances between replays of one prompt
 * @throws RangeError for a session that is in both arms
 * @see Székely & Rizzo 2013; Gao et al. 2024 (model equality testing); STATISTICS 2h
 */
export function energyTest(
  distances: DistanceMatrix,
  replays: readonly SampledReplay[],
  random: Random,
  draws = 9999,
): EnergyTest {
  checkSquare(distances);
  if (replays.length !== distances.length)
    throw new RangeError(
      `Expected one replay per row; got ${replays.length} for ${distances.length}.`,
    );
  const sessions = sessionsOf(replays);
  const strata = [...Map.groupBy(sessions, ({ stratum }) => stratum).values()].map((own) => {
    const byArm = own.toSorted((a, b) => (a.arm < b.arm ? -1 : a.arm > b.arm ? 1 : 0));
    return { places: own.length, labelled: own.filter(({ arm }) => arm === "a").length, byArm };
  });
  const ordered = strata.flatMap(({ byArm }) => byArm);
  const pooled = poolBySession(distances, ordered);
  const observed = energyOf(pooled, strata.flatMap(placesOfA));
  if (observed === null) return { ...unknown, note: "an arm without a replay" };
  if (strata.every(({ places, labelled }) => labelled === 0 || labelled === places))
    return { ...unknown, distance: observed, note: "no stratum holds both arms" };
  let hits = 0;
  const permutations = permuteLabels(strata, { random, draws }, (places) => {
    const chosen: number[] = [];
    let first = 0;
    strata.forEach(({ places: size, labelled }, index) => {
      for (let i = 0; i < labelled; i++) chosen.push(first + (places[index]?.[i] ?? 0));
      first += size;
    });
    if ((energyOf(pooled, chosen) ?? -Infinity) >= observed - 1e-12) hits++;
  });
  return {
    distance: observed,
    p: permutations.pValue(hits),
    method: permutations.method,
    permutations: permutations.count,
    note: null,
  };
}

const unknown = { distance: null, p: null, method: "none", permutations: 0 } as const;

type Session = {
  readonly arm: "a" | "b";
  readonly stratum: string;
  readonly replays: readonly number[];
};

function sessionsOf(replays: readonly SampledReplay[]): Session[] {
  const groups = Map.groupBy(replays.keys(), (index) => replays[index]?.session ?? "");
  return [...groups].map(([name, members]) => {
    const [first] = members.map((index) => replays[index]).filter((one) => one !== undefined);
    if (members.some((index) => replays[index]?.arm !== first?.arm))
      throw new RangeError(`Session ${name} is in both arms.`);
    return { arm: first?.arm ?? "a", stratum: first?.stratum ?? "", replays: members };
  });
}

function placesOfA(
  { labelled }: { readonly labelled: number },
  index: number,
  strata: readonly { readonly places: number }[],
): number[] {
  const first = strata.slice(0, index).reduce((sum, { places }) => sum + places, 0);
  return Array.from({ length: labelled }, (_, i) => first + i);
}

/** Distances summed over the replays of each pair of sessions: a draw then costs sessions squared, not replays squared. */
type Pooled = {
  readonly count: number;
  readonly sums: Float64Array;
  readonly rows: Float64Array;
  readonly sizes: readonly number[];
  readonly total: number;
};

function poolBySession(distances: DistanceMatrix, sessions: readonly Session[]): Pooled {
  const count = sessions.length;
  const sums = new Float64Array(count * count);
  const rows = new Float64Array(count);
  sessions.forEach((a, i) =>
    sessions.forEach((b, j) => {
      let sum = 0;
      for (const one of a.replays)
        for (const other of b.replays) sum += distances[one]?.[other] ?? 0;
      sums[i * count + j] = sum;
      rows[i] = (rows[i] ?? 0) + sum;
    }),
  );
  const total = rows.reduce((sum, row) => sum + row, 0);
  return { count, sums, rows, sizes: sessions.map(({ replays }) => replays.length), total };
}

function energyOf(
  { count, sums, rows, sizes, total }: Pooled,
  inA: readonly number[],
): number | null {
  let [withinA, fromA, sizeA] = [0, 0, 0];
  for (const one of inA) {
    fromA += rows[one] ?? 0;
    sizeA += sizes[one] ?? 0;
    for (const other of inA) withinA += sums[one * count + other] ?? 0;
  }
  const sizeB = sizes.reduce((sum, size) => sum + size, 0) - sizeA;
  if (sizeA === 0 || sizeB === 0) return null;
  const across = fromA - withinA;
  const withinB = total - 2 * across - withinA;
  return (2 * across) / (sizeA * sizeB) - withinA / sizeA ** 2 - withinB / sizeB ** 2;
}
