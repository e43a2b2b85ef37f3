import { join } from "node:path";
import { UserError } from "../../base/base.ts";
import { startStreamJsonSession } from "../streamJson.ts";
import type { Agent, Capabilities, SessionConfig } from "../types.ts";
import { sdkLaunch, seedIdentity, sdkRevisions, type LaunchSpeed } from "./launch.ts";
import { packSdk } from "./pack.ts";

export type SdkAgentOptions = {
  /** where compiled code is kept between runs */
  readonly cacheDirectory: string;
};

/** The same for all revisions; held by the tests of the program. */
const sdkCapabilities: Capabilities = {
  clear: "real",
  betaSuppression: true,
  callsHome: [],
  basis: "measured",
};

/** Our own small agent on @anthropic-ai/sdk; its versions are revisions of its prompt, so pinning needs no download. */
export function sdkAgent({ cacheDirectory }: SdkAgentOptions): Agent {
  let speed: LaunchSpeed | null = null;
  return {
    kind: "sdk",
    capabilitiesOf: (revision) => {
      if (sdkRevisions.includes(revision)) return sdkCapabilities;
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
        programSha256: null,
        start: async (config: SessionConfig) => {
          seedIdentity(config.home, config.deviceId);
          const launch = sdkLaunch(config, revision, prepared);
          return { ...(await startStreamJsonSession(launch, config)), programSha256: null };
        },
      };
    },
  };
}
