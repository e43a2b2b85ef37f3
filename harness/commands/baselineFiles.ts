import { constants } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { baselineText, readBaseline, type Baseline } from "../baseline/baseline.ts";
import { describeUserError, messageOf, UserError } from "../base/base.ts";
import type { ListedBaseline } from "../report/report.ts";

/** Where the baseline of a suite is: `core.main.json` in the folder. Suites may have any name, files may not. */
export function baselineFileOf(folder: string, suite: string, name: string): string {
  return join(folder, `${suite.replaceAll(/[^\p{L}\p{N}_-]+/gu, "-")}.${name}.json`);
}

/**
 * The baseline in a file.
 * @returns null when there is no such file
 * @throws UserError when it cannot be read or is not what was approved
 */
export async function loadBaseline(file: string): Promise<Baseline | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw new UserError(`The baseline ${file} cannot be read: ${messageOf(error)}.`, {
      advice: "Make it a file that can be read, or name another with --file.",
      cause: error,
    });
  }
  return readBaseline(text, file);
}

/**
 * Writes a baseline whole or not at all. What was there is kept beside it as `core.main.v1.json`.
 * @returns the file in which the previous version is kept; null when there was none
 */
export async function saveBaseline(
  file: string,
  baseline: Baseline,
  previous: Baseline | null,
): Promise<string | null> {
  const kept = previous === null ? null : keptFileOf(file, previous.version);
  try {
    await mkdir(dirname(file), { recursive: true });
    if (kept !== null) await copyFile(file, kept, constants.COPYFILE_EXCL);
    await writeFile(`${file}.new`, baselineText(baseline));
    await rename(`${file}.new`, file);
  } catch (error) {
    throw new UserError(`The baseline ${file} cannot be written: ${messageOf(error)}.`, {
      advice: "Name a place that can be written to with --folder or --file.",
      cause: error,
    });
  }
  return kept;
}

function keptFileOf(file: string, version: number): string {
  return `${file.replace(/\.json$/, "")}.v${version}.json`;
}

/** The current baselines in a folder, sorted by file name; earlier versions are left out. [] when there is no such folder. */
export async function listBaselines(folder: string): Promise<readonly ListedBaseline[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw new UserError(`The folder ${folder} cannot be read: ${messageOf(error)}.`, {
      advice: "Name the folder of the baselines with --folder.",
      cause: error,
    });
  }
  const current = names.filter((name) => name.endsWith(".json") && !/\.v\d+\.json$/.test(name));
  return Promise.all(current.sort().map((name) => listed(join(folder, name))));
}

async function listed(file: string): Promise<ListedBaseline> {
  try {
    const baseline = await loadBaseline(file);
    if (baseline === null) return { kind: "damaged", file, why: "it is gone" };
    return { kind: "read", file, baseline };
  } catch (error) {
    if (error instanceof UserError) {
      return { kind: "damaged", file, why: describeUserError(error) };
    }
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
