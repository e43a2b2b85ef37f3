import type { ObservedRequest } from "./types.ts";

/** The version in a user agent: `claude-cli/2.1.328 (external, sdk-cli)` and `sametwice-agent/1.2.0` name one; else null. */
export function clientVersionOf({ userAgent }: ObservedRequest): string | null {
  return /\b(?:claude-cli|sametwice-agent)\/([^\s;(),]+)/.exec(userAgent)?.[1] ?? null;
}
