import { startStreamJsonSession } from "../streamJson.ts";
import type { Agent } from "../types.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { createInstaller } from "./install.ts";
import { claudeCodeLaunch, seedIdentity } from "./launch.ts";

export type ClaudeCodeOptions = {
  /** where installed versions are kept between runs */
  readonly cacheDirectory: string;
  /** for npm; the harness's own by default */
  readonly environment?: NodeJS.ProcessEnv;
};

/** The real Claude Code CLI, each version installed on demand from npm and spoken to over stream-json. */
export function claudeCodeAgent(options: ClaudeCodeOptions): Agent {
  const install = createInstaller({ environment: process.env, ...options });
  return {
    kind: "claude-code",
    capabilitiesOf,
    prepare: async (version) => {
      const executable = await install(version);
      return {
        version,
        start: async (config) => {
          await seedIdentity(config.home, config.deviceId);
          return startStreamJsonSession(claudeCodeLaunch(executable, config), config);
        },
      };
    },
  };
}
