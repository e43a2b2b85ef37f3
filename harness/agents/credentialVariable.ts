import type { SessionConfig } from "./types.ts";

/** The variable in which a client looks for a credential of this kind. */
export function credentialVariable({
  kind,
  value,
}: SessionConfig["credential"]): Readonly<Record<string, string>> {
  switch (kind) {
    case "api-key":
      return { ANTHROPIC_API_KEY: value };
    case "auth-token":
      return { ANTHROPIC_AUTH_TOKEN: value };
    case "subscription-token":
      return { CLAUDE_CODE_OAUTH_TOKEN: value };
    case "none":
      // Claude Code does not start without one, and the SDK would go and look for credential files.
      return { ANTHROPIC_API_KEY: "none" };
  }
}
