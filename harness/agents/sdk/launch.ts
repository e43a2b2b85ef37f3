import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { credentialVariable } from "../credentialVariable.ts";
import { proxyEnvironment } from "../proxyEnvironment.ts";
import type { SessionConfig } from "../types.ts";

export { seedIdentity } from "./identity.ts";
export { packSdk } from "./pack.ts";
export { sdkRevisions } from "./revisions.ts";

/** How to start a process: nothing of the harness's own environment comes along but what is named here. */
export type Launch = {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** The part of a session that the start depends on. */
export type SdkLaunchConfig = Pick<
  SessionConfig,
  | "model"
  | "baseUrl"
  | "egressProxy"
  | "credential"
  | "home"
  | "tmp"
  | "betas"
  | "sessionUuid"
  | "maxTurns"
>;

export type LaunchSpeed = {
  /** folder for compiled code, shared by all processes */
  readonly compileCache?: string;
  /** what `packSdk` returned */
  readonly sdkPack?: string;
};

/**
 * How to start the sdk agent; to be run with `config.cwd` as working directory, after `seedIdentity`.
 * @param revision one of `sdkRevisions`; the program refuses others
 * @param speed makes starts cheaper and changes nothing else; leave it out and the start is cold
 */
export function sdkLaunch(
  config: SdkLaunchConfig,
  revision: string,
  speed: LaunchSpeed = {},
): Launch {
  return {
    file: process.execPath,
    args: [
      fileURLToPath(new URL(`./program${extensionOfThisFile()}`, import.meta.url)),
      // The program has no default: without a model it says so and ends.
      ...(config.model === null ? [] : [`--model=${config.model}`]),
      `--session-id=${config.sessionUuid}`,
      `--revision=${revision}`,
      `--max-turns=${config.maxTurns}`,
    ],
    env: {
      // The Node that runs us comes first: workspaces' tests must not find an older one.
      PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      HOME: config.home,
      TMPDIR: config.tmp,
      TZ: "UTC",
      ANTHROPIC_BASE_URL: config.baseUrl,
      ...credentialVariable(config.credential),
      ...proxyEnvironment(config),
      ...(config.betas === "suppressed" ? { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: "1" } : {}),
      ...(speed.compileCache ? { NODE_COMPILE_CACHE: speed.compileCache } : {}),
      ...(speed.sdkPack ? { SAMETWICE_SDK_PACK: speed.sdkPack } : {}),
    },
  };
}

/** `.ts` in a checkout, `.js` in the built package. */
function extensionOfThisFile(): string {
  return import.meta.url.endsWith(".ts") ? ".ts" : ".js";
}
