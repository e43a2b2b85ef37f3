import { startStreamJsonSession } from "../streamJson.ts";
import type { Agent } from "../types.ts";
import { capabilitiesIn, withOverrides } from "./capabilities.ts";
import { readMeasured, shippedVersions } from "./capabilityTable.ts";
import { createInstaller, type Installer, type InstallerOptions } from "./install.ts";
import { claudeCodeLaunch, seedIdentity } from "./launch.ts";
import { platformOfThisMachine } from "./packages.ts";

/** npm gets the harness's own environment by default. */
export type ClaudeCodeOptions = Omit<InstallerOptions, "environment"> & Partial<InstallerOptions>;

/** The real Claude Code CLI, each version installed on demand from npm and spoken to over stream-json. */
export function claudeCodeAgent(options: ClaudeCodeOptions): Agent {
  const installer = createInstaller({ environment: process.env, ...options });
  return {
    kind: "claude-code",
    capabilitiesOf: (version) => {
      const here = readMeasured(options.cacheDirectory, platformOfThisMachine());
      return capabilitiesIn(withOverrides(here, shippedVersions), version);
    },
    prepare: async (version) => {
      const { executable, program, form, bytes, sha256 } = await installer.install(version);
      return {
        version,
        programSha256: sha256,
        program: { form, bytes },
        start: async (config) => {
          await seedIdentity(config.home, config.deviceId);
          const before = await installer.hashOf(program).catch(() => null);
          const session = await startStreamJsonSession(
            claudeCodeLaunch(executable, config),
            config,
          );
          const running = form === "native" ? await sha256OfProcess(session.pid, installer) : null;
          return { ...session, programSha256: running ?? before };
        },
      };
    },
  };
}

/** What a process really runs, also when its file was replaced meanwhile; null where it cannot be told, or when it has ended. */
async function sha256OfProcess(pid: number, { hashOf }: Installer): Promise<string | null> {
  return process.platform === "linux" ? hashOf(`/proc/${pid}/exe`).catch(() => null) : null;
}
