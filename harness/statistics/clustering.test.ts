import { expect, test } from "vitest";
import { mulberry32 } from "../base/base.ts";
import { anosim } from "./anosim.ts";
import { energyTest } from "./energyTest.ts";
import { visitPartitions } from "./partitions.ts";
import { permanova } from "./permanova.ts";
import { sessionClusters } from "./sessionClusters.ts";

/** Points on a line, as a distance matrix. */
const apart = (points: readonly number[]): number[][] =>
  points.map((a) => points.map((b) => Math.abs(a - b)));

test("two groups of sessions and a stray are told apart", () => {
  const points = [0, 0.01, 0.02, 0.03, 0.04, 0.5, 0.51, 0.52, 1];
  const result = sessionClusters(apart(points), 0.95);
  expect(result.clusters.map(({ members }) => members)).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6, 7],
  ]);
  expect(result.strays).toEqual([8]);
  expect(result.clusters[1]).toMatchObject({ medoid: 6, share: 3 / 9 });
});

test("sessions without groups stay one cluster, and few sessions form none", () => {
  const random = mulberry32(1);
  const noise = Array.from({ length: 20 }, () => random());
  const uniform = noise.map((_, i) => noise.map((__, j) => (i === j ? 0 : 0.5)));
  expect(sessionClusters(uniform, 0.95)).toMatchObject({
    silhouette: null,
    note: "sessions form no groups",
  });
  expect(sessionClusters([[0]], 0.95).note).toBe("too few sessions to form groups");
  expect(sessionClusters([], 0.95).clusters).toEqual([]);
});

test("all partitions are visited once: 3 groups of 2 are 15, sizes 1, 2, 2 are 15", () => {
  for (const sizes of [
    [2, 2, 2],
    [1, 2, 2],
  ]) {
    const seen = new Set<string>();
    const count = visitPartitions(sizes, 1000, (placed) => {
      let first = 0;
      const groups = sizes.map((size) => placed.slice(first, (first += size)).join(","));
      seen.add(groups.sort().join("|"));
    });
    expect([count, seen.size]).toEqual([15, 15]);
  }
  expect(visitPartitions([5, 5, 5], 1000, () => expect.fail("too many"))).toBeNull();
});

test("structure that follows the wave only is not taken for stickiness", () => {
  const random = mulberry32(2);
  const rounds = 100;
  let [inCells, pooled] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    const replays = Array.from({ length: 24 }, (_, i) => ({
      session: `s${i >> 2}`,
      wave: `w${(i >> 2) % 2}`,
    }));
    const points = replays.map(({ wave }) => (wave === "w0" ? 0 : 0.5) + random());
    const items = (cell: (wave: string) => string) =>
      replays.map(({ session, wave }) => ({ group: session, cell: cell(wave) }));
    const test = (cell: (wave: string) => string) =>
      permanova(apart(points), items(cell), random, 99).p ?? 1;
    if (test((wave) => wave) <= 0.05) inCells++;
    if (test(() => "all") <= 0.05) pooled++;
  }
  expect(inCells / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
  expect(pooled).toBeGreaterThan(inCells);
});

test("a shift of structures is found by sessions, and sticky sessions alone are no shift", () => {
  const random = mulberry32(5);
  const run = (shift: number) => {
    const replays = Array.from({ length: 96 }, (_, i) => ({
      arm: i < 48 ? ("a" as const) : ("b" as const),
      session: `s${i >> 2}`,
      stratum: "w0",
    }));
    const levels = new Map<string, number>();
    const points = replays.map(({ arm, session }) => {
      const level = levels.get(session) ?? random();
      levels.set(session, level);
      return level + 0.1 * random() + (arm === "b" ? shift : 0);
    });
    return energyTest(apart(points), replays, random, 199);
  };
  const rounds = 100;
  const alarms = Array.from({ length: rounds }, () => run(0)).filter(
    ({ p }) => (p ?? 1) <= 0.05,
  ).length;
  expect(alarms / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
  expect(run(1).p).toBeLessThan(0.01);
});

test("what cannot be tested says why", () => {
  const item = (group: string) => ({ group, cell: "all" });
  expect(permanova([], [], mulberry32(1)).note).toBe("fewer than two groups");
  expect(permanova(apart([0, 1]), [item("a"), item("b")], mulberry32(1)).note).toBe(
    "no group has two items",
  );
  expect(permanova(apart([1, 1, 1]), ["a", "a", "b"].map(item), mulberry32(1)).note).toBe(
    "all items are equal",
  );
  const alone = [{ arm: "a" as const, session: "s", stratum: "w" }];
  expect(energyTest([[0]], alone, mulberry32(1))).toMatchObject({ distance: null, p: null });
  const both = [...alone, { arm: "b" as const, session: "s", stratum: "w" }];
  expect(() => energyTest(apart([0, 1]), both, mulberry32(1))).toThrow(RangeError);
  expect(() => permanova([[0, 1]], [item("a")], mulberry32(1))).toThrow(RangeError);
  expect(anosim([[0]], ["a"])).toEqual({ r: null, meanWithin: null, meanBetween: null });
});
