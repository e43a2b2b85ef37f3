import type { MessageCreateParams } from "@anthropic-ai/sdk/resources/beta/messages/messages";
import type { Options } from "./options.ts";
import { lastingBeta } from "./revisions.ts";

/** Who speaks, from where. */
export type Identity = {
  readonly deviceId: string;
  readonly sessionId: string;
  readonly cwd: string;
};

/** What every request of a conversation has in common: all but messages and tools. */
export type RequestFrame = Omit<MessageCreateParams, "messages" | "tools" | "thread" | "stream">;

/** Must hold the thinking too; every model since Claude 4 allows at least twice as much. */
const maxTokens = 16_000;
const thinkingBudgetTokens = 8_000;

/** The frame of the requests of one conversation. Equal arguments give an equal frame. */
export function frameOf(
  options: Pick<Options, "model" | "revision" | "suppressBetas" | "credential">,
  identity: Identity,
): RequestFrame {
  const features = options.revision.betas.filter(
    (beta) => !options.suppressBetas || beta === lastingBeta,
  );
  const subscription = options.credential.source === "CLAUDE_CODE_OAUTH_TOKEN";
  return {
    model: options.model,
    max_tokens: maxTokens,
    system: [
      {
        type: "text",
        text: [...options.revision.prompt, `Working directory: ${identity.cwd}`].join("\n"),
        cache_control: { type: "ephemeral" },
      },
    ],
    metadata: {
      user_id: JSON.stringify({ device_id: identity.deviceId, session_id: identity.sessionId }),
    },
    thinking: thinkingFor(options.model, features),
    ...contextManagementFor(features),
    betas: subscription ? [...features, "oauth-2025-04-20"] : features,
  };
}

/** Claude 4.5 and older know only a budget; 4.7 and newer refuse one. Between them, both work. */
function thinkingFor(model: string, features: readonly string[]) {
  const display = features.includes("thinking-display-updates-2026-08-18")
    ? { display: "updates" as const }
    : {};
  return knowsOnlyBudgets(model)
    ? { type: "enabled" as const, budget_tokens: thinkingBudgetTokens, ...display }
    : { type: "adaptive" as const, ...display };
}

function knowsOnlyBudgets(model: string): boolean {
  return /(?:opus|sonnet|haiku)-4(?:-[0-5])?(?:-\d{8})?$/.test(model) || model.includes("-3-");
}

function contextManagementFor(features: readonly string[]): Partial<RequestFrame> {
  if (!features.includes("context-management-2025-06-27")) return {};
  return {
    context_management: {
      edits: [
        { type: "clear_tool_uses_20250919", trigger: { type: "input_tokens", value: 100_000 } },
      ],
    },
  };
}
