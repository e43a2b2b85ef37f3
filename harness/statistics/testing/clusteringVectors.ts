import { z } from "zod";
import { anosim } from "../anosim.ts";
import { averageLinkage } from "../averageLinkage.ts";
import { betaBinomial } from "../betaBinomial.ts";
import { binomialMixture } from "../binomialMixture.ts";
import { medoidOf } from "../distanceMatrix.ts";
import { degradedShareInterval } from "../mixtureInference.ts";
import { permanova } from "../permanova.ts";
import { clopperPearson } from "../proportion.ts";
import { silhouette } from "../silhouette.ts";
import { clustersInput, numbers, pair, testVectors } from "./vectorTests.ts";

testVectors(/^binomial_mixture_em_/, clustersInput, (clusters) => {
  const mixture = binomialMixture(clusters);
  const degraded = mixture.responsibilities.filter((share) => (share ?? 0) > 0.5).length;
  return {
    pi: mixture.parameters?.degradedShare,
    p_healthy: mixture.parameters?.healthyRate,
    p_degraded: mixture.parameters?.degradedRate,
    loglik: mixture.logLikelihood,
    loglik_1comp: mixture.single?.logLikelihood,
    bic_1comp: mixture.bic?.single,
    bic_2comp: mixture.bic?.mixture,
    responsibilities: mixture.responsibilities,
    classified_degraded: degraded,
    pi_profile_ci95: pair(degradedShareInterval(clusters, 0.95).interval),
    cp_on_classified: pair(clopperPearson(degraded, clusters.length, 0.95)),
  };
});
testVectors(/^beta_binomial_mle_/, clustersInput, (clusters) => {
  const fit = betaBinomial(clusters);
  return {
    mu: fit.mean,
    rho: fit.correlation,
    loglik: fit.logLikelihood,
    loglik_binomial: fit.binomialLogLikelihood,
    lrt: fit.test?.statistic,
    p_lrt_boundary: fit.test?.p,
  };
});

const matrix = z.array(numbers);
testVectors(/^medoid_silhouette_hclust$/, z.object({ D: matrix }), ({ D }) => {
  const joins = averageLinkage(D);
  const two = joins.find(({ clusters }) => clusters.length === 2)?.clusters ?? [];
  const labels = D.map((_, item) =>
    two.find((members) => members.includes(0))?.includes(item) ? 0 : 1,
  );
  const { widths, mean } = silhouette(D, labels);
  const first = [...labels.keys()].filter((item) => labels[item] === 0);
  return {
    medoid_all: medoidOf(D, [...D.keys()]),
    row_sums: D.map((row) => row.reduce((sum, value) => sum + value, 0)),
    medoid_cluster1: medoidOf(D, first),
    labels_k2: labels,
    silhouette_width: widths,
    silhouette_mean: mean,
    hclust_average_heights: joins.map(({ height }) => height),
  };
});
testVectors(
  /^permanova_session_3x4$/,
  z.object({ D: matrix, groups: numbers }),
  ({ D, groups }) => {
    const items = groups.map((group) => ({ group: String(group), cell: "all" }));
    const result = permanova(D, items, () => 0.5);
    const { r, meanWithin, meanBetween } = anosim(D, groups.map(String));
    const { total, within } = result.sumOfSquares;
    return {
      ss_total: total,
      ss_within: within,
      ss_between: total - within,
      F: result.f,
      R2: result.rSquared,
      icc_distance: result.correlation,
      anosim_R: r,
      mean_within: meanWithin,
      mean_between: meanBetween,
      n_partitions: result.permutations,
      n_ge: Math.round((result.p ?? 0) * result.permutations),
      p_exact: result.p,
    };
  },
);
