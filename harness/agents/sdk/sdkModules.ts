import { createRequire } from "node:module";

// require, not import: reading the SDK's 300 files as CommonJS costs a third less CPU than as ES modules, and this
// program is started hundreds of times in a run. `packSdk` makes one file of them, which costs half of that again.
const require = createRequire(import.meta.url);
const pack = process.env["SAMETWICE_SDK_PACK"];
const load: (entry: string) => unknown = pack === undefined ? require : require(pack);

const client = load("@anthropic-ai/sdk/client") as typeof import("@anthropic-ai/sdk/client");
const errors = load("@anthropic-ai/sdk/error") as typeof import("@anthropic-ai/sdk/error");
const toolset = load(
  "@anthropic-ai/sdk/tools/agent-toolset/node",
) as typeof import("@anthropic-ai/sdk/tools/agent-toolset/node");

export const { Anthropic } = client;
export const { AnthropicError, APIError } = errors;
export const { betaAgentToolset20260401 } = toolset;
