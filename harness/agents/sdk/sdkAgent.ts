import { join } from "node:path";
import { UserError } from "../../base/base.ts";
import { startStreamJsonSession } from "../streamJson.ts";
import type { Agent, SessionConfig } from "../types.ts";
import { sdkLaunch, seedIdentity, sdkRevisions, type LaunchSpeed } from "./launch.ts";
import { packSdk } from "./pack.ts";

export type SdkAgentOptions = {
  /** where compiled code is kept between runs */
  readonly cacheDirectory: string;
};

/** Our own small agent on @anthropic-ai/sdk; its versions are revisions of its prompt, so pinning needs no download. */
export function sdkAgent({ cacheDirectory }: SdkAgentOptions): Agent {
  let speed: LaunchSpeed | null = null;
  return {
    kind: "sdk",
    capabilitiesOf: (revision) => {
      if (sdkRevisions.includes(revision)) return { clear: "real", betaSuppression: true };
      throw new UserError(`The sdk agent has no revision ${revision}.`, {
        advice: `There are ${sdkRevisions.join(", ")}.`,
      });
    },
    prepare: async (revision) => {
      speed ??= {
        compileCache: join(cacheDirectory, "compiled"),
        sdkPack: packSdk(join(cacheDirectory, "packed")),
      };
      const prepared = speed;
      return {
        version: revision,
        start: async (config: SessionConfig) => {
          seedIdentity(config.home, config.deviceId);
          return startStreamJsonSession(sdkLaunch(config, revision, prepared), config);
        },
      };
    },
  };
}
