export { claudeCodeAgent, type ClaudeCodeOptions } from "./claudeCode/claudeCode.ts";
export {
  saveMeasured,
  shippedVersions,
  tableText,
  type MeasuredVersion,
} from "./claudeCode/capabilityTable.ts";
export {
  claudeCodeVersions,
  type CachedState,
  type CachedVersion,
  type CacheListing,
  type VersionCache,
} from "./claudeCode/versionCache.ts";
export { registryVersions } from "./claudeCode/registryVersions.ts";
export { platformOfThisMachine } from "./claudeCode/packages.ts";
export { sdkRevisions } from "./sdk/revisions.ts";
export { sdkAgent, type SdkAgentOptions } from "./sdk/sdkAgent.ts";
export type * from "./types.ts";
