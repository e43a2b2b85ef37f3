export {
  estimateRun,
  type ExpectedTime,
  type Range,
  type RunEstimate,
  type StrategyEstimate,
} from "./estimateRun.ts";
export { overBudget } from "./overBudget.ts";
export { planRun } from "./planRun.ts";
export { answerPower, percent } from "./power/answerPower.ts";
export { assumedCosts, measuredCosts } from "./power/costs.ts";
export { measuredRates } from "./power/measuredRates.ts";
export { recoveryVerdict } from "./power/recoveryVerdict.ts";
export { sizeShows } from "./power/sizeShows.ts";
export { workingWorld } from "./power/workingWorld.ts";
export type {
  Assumed,
  Costs,
  MeasuredRates,
  PowerQuestion,
  PowerReport,
  RecoveryAnswer,
  SizeAnswer,
} from "./power/types.ts";
export { strategyNeeds, type StrategyNeeds } from "./strategyNeeds.ts";
export type * from "./types.ts";
export { recoveryObstacle } from "./expectChallenges.ts";
