export { beginNight, takeInWave } from "./nights.ts";
export {
  decide,
  isClear,
  judgeStrategies,
  type Clarity,
  type StrategyEvidence,
} from "./judgeStrategies.ts";
