export {
  alignSequences,
  type AlignedSequence,
  type Alignment,
} from "./alignment/alignSequences.ts";
export { calibrate } from "./calibrate.ts";
export { channelDistance, isWithin } from "./channelDistance.ts";
export { modesOf, type Mode } from "./modes.ts";
export { replayModes, type ReplayMode, type ReplayModes } from "./replayModes.ts";
export { scoreAgainst, scoreReplays, type ScoredReplays } from "./score.ts";
export { structuredReplay } from "./structuredReplay.ts";
export { isDegraded, shiftBetween } from "./summaries.ts";
export type {
  Calibration,
  PromptCalibration,
  Reference,
  ReplayScore,
  StructuredReplay,
  Thresholds,
} from "./types.ts";
