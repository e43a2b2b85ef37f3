export { normalCdf } from "./distributions.ts";
export { fUpperTail, studentTQuantile } from "./distributions.ts";
export type { Interval } from "./interval.ts";
export { clopperPearson, jeffreys, wilson, zeroEventsUpperBound } from "./proportion.ts";
export { type Cluster, type ClusteredProportion } from "./clusteredProportion.ts";
export { kornGraubard, logitT } from "./kornGraubard.ts";
export { impliedBySlice, kishDesignEffect, type DesignEffect, type Slice } from "./designEffect.ts";
export {
  binaryIntraclassCorrelation,
  fleissCuzick,
  intraclassCorrelation,
  type IntraclassCorrelation,
} from "./intraclassCorrelation.ts";
export { stickinessTest, type StickinessTest, type StickyReplay } from "./stickiness.ts";
export {
  strategyPermutationTest,
  type ComparedUnit,
  type StrategyPermutationTest,
} from "./strategyPermutation.ts";
export {
  moverDifference,
  newcombeDifference,
  type Count,
  type Difference,
  type Rate,
} from "./difference.ts";
export { binomialTest, fisherExact, mcnemarExact, type ExactTest } from "./exactTests.ts";
export { benjaminiHochberg, bonferroni, hochberg, holm } from "./multiplicity.ts";
export {
  meanPassHatK,
  naivePassAtK,
  naivePassHatK,
  passAtK,
  passHatK,
  type Trials,
} from "./passRates.ts";
export { clusterBootstrap, type ClusterBootstrap } from "./clusterBootstrap.ts";
export { eProcess, freshEProcess, type EProcess, type EProcessState } from "./eProcess.ts";
