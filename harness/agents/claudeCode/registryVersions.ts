import { execa } from "execa";
import { tmpdir } from "node:os";
import { z } from "zod";
import { UserError } from "../../base/base.ts";
import { compareVersions, parseVersion } from "./version.ts";

/** Lists all versions, also those that are published for some platforms only. */
const packageName = "@anthropic-ai/claude-code";
const timeoutMs = 60_000;

/**
 * All releases of Claude Code that the user's registry has, in ascending order of their numbers. Pre-releases are left out.
 * @param environment for npm, which needs the user's registry, proxy and certificates
 * @throws UserError when npm is missing or cannot reach its registry
 */
export async function registryVersions(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const result = await execa(
    "npm",
    [
      ["view", packageName, "versions", "--json", "--loglevel=error"],
      // Its own defaults wait over a minute for a network that is not there.
      ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-factor=2"],
    ].flat(),
    {
      // Else a project's own settings would choose the registry.
      cwd: tmpdir(),
      env: environment,
      extendEnv: false,
      reject: false,
      stdin: "ignore",
      timeout: timeoutMs,
      killDescendants: true,
    },
  );
  const listed = readVersions(result.stdout);
  if (result.exitCode === 0 && listed !== null) return releasesIn(listed);
  const why = result.code ?? npmError(result.stdout) ?? result.stderr.trim().split("\n").at(-1);
  throw new UserError(
    `npm cannot list the versions of Claude Code (${why || "no reason given"}).`,
    {
      advice: "Check that npm is on PATH, the network, and npm's registry and proxy settings.",
      cause: result.originalMessage,
    },
  );
}

/** npm prints a lone version as a string. */
const versionsSchema = z.union([z.array(z.string()), z.string().transform((one) => [one])]);
const errorSchema = z.object({ error: z.object({ code: z.string() }) });

function readVersions(stdout: string): readonly string[] | null {
  return versionsSchema.safeParse(parsed(stdout)).data ?? null;
}

function npmError(stdout: string): string | null {
  return errorSchema.safeParse(parsed(stdout)).data?.error.code ?? null;
}

function parsed(stdout: string): unknown {
  try {
    return JSON.parse(stdout);
  } catch {
    // Some failures come before npm has read its options; its last words on stderr must do then.
    return null;
  }
}

function releasesIn(listed: readonly string[]): readonly string[] {
  return listed
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
    .toSorted((a, b) => compareVersions(parseVersion(a), parseVersion(b)));
}
