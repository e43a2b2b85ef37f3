import { execa } from "execa";
import { z } from "zod";
import { UserError } from "../../base/base.ts";

/** A package to be installed into a folder of its own. */
export type Installation = {
  readonly package: string;
  readonly version: string;
  /** existing and empty */
  readonly folder: string;
  /** npm is the user's own tool: it needs their registry, proxy and certificates */
  readonly environment: NodeJS.ProcessEnv;
};

const timeoutMs = 10 * 60_000;

/** Its own defaults wait over a minute for a network that is not there; variables, so that the user's come first. */
const briefRetries = {
  npm_config_fetch_retries: "2",
  npm_config_fetch_retry_mintimeout: "1000",
  npm_config_fetch_retry_factor: "2",
};

/**
 * Installs one exact version with the npm CLI found on PATH, which also verifies the registry's integrity hash. No
 * install script of the package is run.
 * @throws UserError when there is no such version, no network, no npm or no room
 */
export async function npmInstall(installation: Installation): Promise<void> {
  const { package: name, version, folder, environment } = installation;
  const result = await execa(
    "npm",
    [
      ["install", `${name}@${version}`, "--prefix", folder],
      ["--save-exact", "--json", "--loglevel=error"],
      ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--no-workspaces"],
    ].flat(),
    {
      cwd: folder,
      env: { ...briefRetries, ...environment },
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: timeoutMs,
      killDescendants: true,
    },
  );
  if (result.exitCode === 0) return;
  if (result.code === "ENOENT") {
    throw new UserError(`npm was not found on PATH; it is needed to install ${name}.`, {
      advice: "Install npm (it comes with Node), or add its folder to PATH.",
    });
  }
  const failure = result.timedOut
    ? { code: "ETIMEDOUT", summary: `no end after ${timeoutMs / 60_000} minutes` }
    : npmFailure(result.stdout, result.stderr);
  throw explain(installation, failure);
}

type Failure = { readonly code: string; readonly summary: string };

const report = z.object({
  error: z.object({ code: z.string().catch(""), summary: z.string().catch("") }),
});

/** With --json npm ends a failure with an object on stdout. */
function npmFailure(stdout: string, stderr: string): Failure {
  try {
    return report.parse(JSON.parse(stdout.slice(stdout.indexOf("{")))).error;
  } catch {
    // Some failures come before npm has read its options; then its last words must do.
    return { code: "", summary: stderr.trim().split("\n").at(-1) ?? "" };
  }
}

const missing = new Set(["E404", "ETARGET", "ENOVERSIONS"]);
const unreachable = /^(ECONN|ENET|EHOST|EAI_|ENOTFOUND|ETIMEDOUT|ESOCKET|ERR_SOCKET|FETCH_ERROR)/;
const unwritable = new Set(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"]);

function explain({ package: name, version, folder }: Installation, failure: Failure): UserError {
  const cause = new Error(`npm: ${failure.code} ${failure.summary}`);
  if (missing.has(failure.code)) {
    return new UserError(`The registry has no version ${version} of ${name}.`, {
      advice: `List those it has with: npm view ${name} versions`,
      cause,
    });
  }
  if (unreachable.test(failure.code)) {
    return new UserError(
      `${name} ${version} is not in the cache and npm cannot reach its registry (${failure.code}).`,
      { advice: "Check the network and npm's registry and proxy settings.", cause },
    );
  }
  if (unwritable.has(failure.code)) {
    return new UserError(`npm cannot write to ${folder} (${failure.code}).`, {
      advice: "Make room or set SAMETWICE_CACHE to a folder that can be written to.",
      cause,
    });
  }
  return new UserError(
    `npm could not install ${name} ${version} (${failure.code || "no code"}: ${failure.summary}).`,
    { advice: `Try it by hand: npm install ${name}@${version}`, cause },
  );
}
