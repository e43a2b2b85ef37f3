/** Probing: what one version of a client does with the same few prompts against the simulated vendor. See README.md. */
export { measureVersion, type MeasureOrder } from "./measureVersion.ts";
export { preflight, type Preflight, type PreflightOrder } from "./preflight.ts";
export { probeClient, type PlayedStepId, type ProbeOrder } from "./probeClient.ts";
