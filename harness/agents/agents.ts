export { claudeCodeAgent, type ClaudeCodeOptions } from "./claudeCode/claudeCode.ts";
export { sdkAgent, type SdkAgentOptions } from "./sdk/sdkAgent.ts";
export type * from "./types.ts";
