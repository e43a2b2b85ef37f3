export type { RunContext, RunnableStrategy } from "./context.ts";
export type { RunEvent, StopReason } from "./events.ts";
export { executeRun, type RunOutcome } from "./executeRun.ts";
export { realTime, virtualTime, type ExperimentTime } from "./experimentTime.ts";
export { newRunRecord } from "./newRunRecord.ts";
export { observedBy, unobserved, type Observation } from "./observation.ts";
