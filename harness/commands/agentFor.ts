import { homedir } from "node:os";
import { join } from "node:path";
import { claudeCodeAgent, sdkAgent, type Agent } from "../agents/agents.ts";
import type { AgentKind } from "../record/record.ts";
import type { Suite } from "../suite/suite.ts";

/** The driver of a suite's agent. */
export function agentFor(suite: Suite): Agent {
  return agentOf(suite.agent.kind);
}

/** The driver of an agent. */
export function agentOf(kind: AgentKind): Agent {
  const cacheDirectory = cacheFolder(process.env);
  switch (kind) {
    case "claude-code":
      return claudeCodeAgent({
        cacheDirectory,
        onNotice: (message) => process.stderr.write(`${message}\n`),
      });
    case "sdk":
      return sdkAgent({ cacheDirectory });
  }
}

/** Where CLI versions and compiled code are kept between runs: `SAMETWICE_CACHE`, else the user's cache folder. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  if (environment["SAMETWICE_CACHE"]) return environment["SAMETWICE_CACHE"];
  const base = environment["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  return join(base, "sametwice");
}
