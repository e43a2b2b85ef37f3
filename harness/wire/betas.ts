/** What a client must send to work at all, or does not count as experimental; everything else does. */
const stablePrefixes = ["claude-code-", "interleaved-thinking-", "effort-", "oauth-"] as const;

/**
 * Whether beta suppression should have removed a beta.
 * Measured on ten CLI versions and three kinds of credential: these four families stay, whatever the version says.
 */
export function isExperimentalBeta(beta: string): boolean {
  return !stablePrefixes.some((prefix) => beta.startsWith(prefix));
}

/** The sorted set of betas in an `anthropic-beta` header; clients differ in order and repeat themselves. */
export function betasIn(header: string | readonly string[] | undefined): readonly string[] {
  const text = typeof header === "string" ? header : (header ?? []).join(",");
  const betas = text.split(",").map((beta) => beta.trim());
  return [...new Set(betas.filter((beta) => beta !== ""))].sort();
}
