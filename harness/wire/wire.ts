export { attest, type EarlierReplay, type Expectation, type Sighting } from "./attest.ts";
export { isExperimentalBeta } from "./betas.ts";
export { startEgressGuard } from "./egressGuard.ts";
export { normaliseText, workingDirectoryIn } from "./normalise.ts";
export { startRecorder } from "./recorder.ts";
export { summarise } from "./summarise.ts";
export type * from "./types.ts";
export { traceOf } from "./traceOf.ts";
