export { approveRun, type Approval } from "./approve.ts";
export { vendorText } from "./comparable.ts";
export { compareWithFrozen } from "./compare.ts";
export { channelLines } from "./frozenStructure.ts";
export { modesText } from "./modesText.ts";
export { readBaseline } from "./readBaseline.ts";
export type { Baseline, FrozenPrompt, RunIdentity } from "./schema.ts";
export type * from "./types.ts";
export { baselineText } from "./writeBaseline.ts";
