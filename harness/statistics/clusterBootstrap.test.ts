import { expect, test } from "vitest";
import { mulberry32 } from "../base/base.ts";
import { clusterBootstrap } from "./clusterBootstrap.ts";
import type { Cluster } from "./clusteredProportion.ts";

const options = (resamples = 500) => ({ level: 0.95, resamples, random: mulberry32(42) });
const rate = (clusters: readonly Cluster[]) => {
  const scored = clusters.reduce((sum, cluster) => sum + cluster.scored, 0);
  return scored > 0 ? clusters.reduce((sum, cluster) => sum + cluster.diverged, 0) / scored : null;
};
const clusters = [0, 1, 0, 7, 2, 0, 0, 5].map((diverged) => ({ diverged, scored: 8 }));

test("vector: cluster_bootstrap_invariances (every replay twice changes nothing, equal sessions have no interval)", () => {
  const doubled = clusters.map((each) => ({
    diverged: each.diverged * 2,
    scored: each.scored * 2,
  }));
  expect(clusterBootstrap(doubled, rate, options())).toEqual(
    clusterBootstrap(clusters, rate, options()),
  );
  const equal = clusterBootstrap(
    clusters.map(() => ({ diverged: 2, scored: 8 })),
    rate,
    options(),
  );
  expect(equal).toMatchObject({ mean: 0.25, standardError: 0, interval: null });
});

test("resamples whose statistic is unknown are left out", () => {
  const withEmpty = [
    { diverged: 1, scored: 8 },
    { diverged: 0, scored: 0 },
  ];
  const { replicates } = clusterBootstrap(withEmpty, rate, options());
  expect(replicates.length).toBeGreaterThan(300);
  expect(replicates.length).toBeLessThan(500);
});

test("below two clusters there is nothing to resample", () => {
  expect(clusterBootstrap(clusters.slice(0, 1), rate, options())).toEqual({
    replicates: [],
    mean: null,
    standardError: null,
    interval: null,
  });
});
