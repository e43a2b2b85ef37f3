/** The instrument, tested like an instrument: simulated runs of known truth, measured with the estimators of the product. See README.md. */
export {
  concludeCalibration,
  planCalibration,
  playTask,
  type CalibrationSize,
} from "./calibrate.ts";
export {
  compareWithTruth,
  type PlayedTruth,
  type ProfileResult,
  type ProfileRun,
  type Share,
} from "./compareWithTruth.ts";
export { renderCalibrationMarkdown, renderCalibrationTerminal } from "./render.ts";
export { renderProfilesMarkdown } from "./renderProfiles.ts";
export type * from "./types.ts";
export { holdProfilesToGates, type ProfileGate } from "./profileGates.ts";
