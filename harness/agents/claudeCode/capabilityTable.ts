import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { messageOf, UserError } from "../../base/base.ts";
import { compareVersions, parseVersion } from "./version.ts";
import shippedTable from "./capabilityTable.json" with { type: "json" };

const betaSet = z.array(z.string());

/** What conversation requests carry when a model is asked for in a certain way. */
const probedModelSchema = z.strictObject({
  /** as the user says it: a full id, an alias, or null for the client's own default */
  asked: z.string().nullable(),
  /** as the client asks its vendor */
  model: z.string(),
  /** sorted set */
  betas: betaSet,
  /** sorted set with CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1 */
  suppressed: betaSet,
  /** number of tools */
  tools: z.number(),
  suppressedTools: z.number(),
});

const measuredSchema = z.strictObject({
  version: z.string(),
  /** ISO date */
  probedAt: z.string(),
  /** as `platformOfThisMachine` gives it */
  platform: z.string(),
  form: z.enum(["native", "script"]),
  /** size of the program, null when it is not known */
  bytes: z.number().nullable(),
  /** from spawn to readiness, in milliseconds and rounded; for information only */
  startMs: z.number(),
  /** why it does not start with the flags that we use; null when it does, and all that follows was seen */
  refusal: z.string().nullable(),
  /** decided by what the request after it carries */
  clear: z.enum(["real", "no-op", "fake", "unknown"]),
  /** what the client said to it: `cleared`, or why not */
  clearSays: z.string(),
  /** whether suppression takes any beta off; null when it could not be seen */
  betaSuppression: z.boolean().nullable(),
  models: z.array(probedModelSchema),
  /** whether `system/init` tells the version */
  reportsVersion: z.boolean(),
  /** whether the id of `--session-id` is the one on the wire; null when the wire tells none */
  sessionIdHonoured: z.boolean().nullable(),
  /** whether requests carry x-claude-code-session-id */
  sendsSessionHeader: z.boolean(),
  /** requests before any prompt, as `model path` */
  requestsBeforePrompt: z.array(z.string()),
  /** requests beside the conversation while answers are given and tools used, as `model path`, each once */
  requestsBeside: z.array(z.string()),
  /** how a turn ends that needs more API calls than --max-turns allows */
  turnLimit: z.string(),
  /** hosts and ports that it tries to reach whatever it is told; sorted set */
  callsHome: z.array(z.string()),
});

/** What was measured on one version by running it; written by `sametwice doctor --cli` and `npm run capabilities`. */
export type MeasuredVersion = z.infer<typeof measuredSchema>;

const tableSchema = z.strictObject({
  schema: z.literal("sametwice.capabilities/1"),
  versions: z.array(measuredSchema),
});

/** The versions that were measured for everybody, in ascending order. */
export const shippedVersions: readonly MeasuredVersion[] = tableSchema.parse(shippedTable).versions;

/** A table as it is written to a file, in ascending order of the versions. */
export function tableText(versions: readonly MeasuredVersion[]): string {
  const table: z.infer<typeof tableSchema> = {
    schema: "sametwice.capabilities/1",
    versions: versions.toSorted((a, b) =>
      compareVersions(parseVersion(a.version), parseVersion(b.version)),
    ),
  };
  return `${JSON.stringify(table, null, 2)}\n`;
}

/** Keeps what was measured on this machine; it counts for more than what is shipped. @returns the file */
export async function saveMeasured(
  cacheDirectory: string,
  measured: MeasuredVersion,
): Promise<string> {
  const folder = folderIn(cacheDirectory);
  const file = join(folder, `${measured.version}-${measured.platform}.json`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, tableText([measured]));
  } catch (error) {
    throw new UserError(`${file} cannot be written (${messageOf(error)}).`, {
      advice: "Set SAMETWICE_CACHE to a folder that can be written to.",
      cause: error,
    });
  }
  return file;
}

/**
 * What was measured on this machine, or on one like it.
 * @throws UserError when one of the files cannot be understood
 */
export function readMeasured(cacheDirectory: string, platform: string): readonly MeasuredVersion[] {
  const folder = folderIn(cacheDirectory);
  return filesIn(folder)
    .filter((name) => name.endsWith(`-${platform}.json`))
    .flatMap((name) => readTable(join(folder, name)));
}

function folderIn(cacheDirectory: string): string {
  return join(cacheDirectory, "capabilities");
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nothing was measured yet.
    return [];
  }
}

function readTable(file: string): readonly MeasuredVersion[] {
  try {
    return tableSchema.parse(JSON.parse(readFileSync(file, "utf8"))).versions;
  } catch (error) {
    throw new UserError(`${file} is no capability table of this version of sametwice.`, {
      advice: "Delete it; sametwice doctor --cli measures that version again.",
      cause: error,
    });
  }
}
