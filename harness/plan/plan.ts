export {
  estimateRun,
  type ExpectedTime,
  type RunEstimate,
  type StrategyEstimate,
} from "./estimateRun.ts";
export { overBudget } from "./overBudget.ts";
export { planRun } from "./planRun.ts";
export { strategyNeeds, type StrategyNeeds } from "./strategyNeeds.ts";
export type * from "./types.ts";
