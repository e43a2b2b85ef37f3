export { attest, type EarlierReplay, type Expectation } from "./attest.ts";
export { isExperimentalBeta } from "./betas.ts";
export { startRecorder } from "./recorder.ts";
export { summarise } from "./summarise.ts";
export type * from "./types.ts";
