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
export {
  defaultScreen,
  screenPerformance,
  screenReplay,
  startScreen,
  type ScreenState,
} from "./sequentialScreen.ts";
export { missedSliceLimit } from "./missedSlice.ts";
export { gridSequence } from "./confidenceSequence.ts";
export {
  eProcess,
  freshEProcess,
  type EProcess,
  type EProcessState,
  type Side,
} from "./eProcess.ts";
export { agreementRates } from "./agreementRates.ts";
export { betaBinomial } from "./betaBinomial.ts";
export { binomialMixture } from "./binomialMixture.ts";
export { chooseTtl, type AgedReplay, type TtlChoice } from "./chooseTtl.ts";
export { cochranArmitage } from "./cochranArmitage.ts";
export { type DistanceMatrix } from "./distanceMatrix.ts";
export { clusterEntropy } from "./entropy.ts";
export { fleissKappa } from "./fleissKappa.ts";
export { geeTrend } from "./geeTrend.ts";
export { krippendorffAlpha } from "./krippendorffAlpha.ts";
export { degradedShareInterval, mixtureTest } from "./mixtureInference.ts";
export { noiseComponents } from "./noiseComponents.ts";
export { permanova } from "./permanova.ts";
export { sessionClusters } from "./sessionClusters.ts";
export { variancePartition } from "./variancePartition.ts";
export { withinSessionTrend } from "./withinSessionTrend.ts";
export { binomialUpperTail } from "./discreteDistributions.ts";
export { sessionsForFisher, sessionsForFlags } from "./flagPower.ts";
export {
  crossoverVariance,
  detectableDifference,
  detectableShare,
  optimalReplays,
  sessionsForDifference,
  sessionsForEquivalence,
  sliceVariance,
} from "./sampleSize.ts";
export { sessionsToSee } from "./sessionsToSee.ts";
