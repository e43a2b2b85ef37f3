/**
 * What beta suppression leaves: what a client must send to work at all, and what comes with the model it asks for. Everything
 * else counts as experimental. Measured on 39 versions from 1.0.128 to 2.1.328, five ways to name a model and three kinds of
 * credential (agents/claudeCode/capabilityTable.json).
 */
const stablePrefixes = [
  "claude-code-",
  "interleaved-thinking-",
  "effort-",
  "oauth-",
  "context-1m-",
  "adaptive-thinking-",
  "mid-conversation-system-",
  "fine-grained-tool-streaming-",
  // Comes with CLAUDE_CODE_DISABLE_REFUSAL_RETRY, which our launch sets.
  "fallback-credit-",
] as const;

/** Whether beta suppression should have removed a beta. */
export function isExperimentalBeta(beta: string): boolean {
  return !stablePrefixes.some((prefix) => beta.startsWith(prefix));
}

/** The sorted set of betas in an `anthropic-beta` header; clients differ in order and repeat themselves. */
export function betasIn(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === "string" ? header : (header ?? []).join(",");
  const betas = text.split(",").map((beta) => beta.trim());
  return [...new Set(betas.filter((beta) => beta !== ""))].sort();
}
