import { execa } from "execa";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "../../base/base.ts";
import { basicEnvironment } from "../../childProcess/childProcess.ts";
import type { FileHasher } from "./fileHash.ts";
import type { Executable } from "./launch.ts";
import { temporaryFor } from "./leftovers.ts";
import { describeInstall, writeManifest, type Manifest } from "./manifest.ts";
import { npmInstall } from "./npm.ts";
import type { PackageChoice } from "./packages.ts";
import { trimInstall } from "./trim.ts";
import type { Verifier } from "./verify.ts";

/** What to install, and with what. */
export type Order = {
  readonly version: string;
  readonly choice: PackageChoice;
  readonly environment: NodeJS.ProcessEnv;
  readonly verify: Verifier;
  readonly hashOf: FileHasher;
};

/**
 * Installs beside the target and renames, so that nobody ever sees half an installation, whoever else installs it too. What lies at
 * the target and is damaged is removed.
 * @throws UserError when npm, the disk or the program itself fails
 */
export async function installInto(target: string, order: Order): Promise<Manifest> {
  const { version, choice, environment, verify, hashOf } = order;
  const temporary = temporaryFor(target);
  try {
    await inCache(temporary, async () => {
      await mkdir(temporary, { recursive: true });
      // Keeps npm from taking a folder above for its project.
      await writeFile(join(temporary, "package.json"), '{"private":true}');
      await npmInstall({ package: choice.name, version, folder: temporary, environment });
      await expectVersion(temporary, choice, version);
      await trimInstall(temporary, choice);
      await writeManifest(temporary, await describeInstall(temporary, choice, { version, hashOf }));
      await moveInto(temporary, target, verify);
    });
  } finally {
    // What cannot be removed now is removed by the next installation.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
  // Perhaps another process was quicker: what counts is what lies there now.
  const placed = await verify(target);
  if (placed.kind === "verified") return placed.manifest;
  throw new UserError(`Claude Code ${version} was changed while it was installed into ${target}.`, {
    advice: "Look for a program that writes there, or set SAMETWICE_CACHE to another folder.",
  });
}

const unwritable = ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT"];

async function inCache<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!hasCode(error, ...unwritable)) throw error;
    throw new UserError(`The cache folder ${path} cannot be made (${messageOf(error)}).`, {
      advice: "Set SAMETWICE_CACHE to a folder that can be written to.",
      cause: error,
    });
  }
}

/** Whatever lies in the way is damaged, or was put there by another process a moment ago. */
async function moveInto(temporary: string, target: string, verify: Verifier): Promise<void> {
  const { kind } = await verify(target);
  if (kind === "verified") return;
  const aside = temporaryFor(target);
  // The other process may do each of these a moment earlier.
  if (kind === "damaged") await rename(target, aside).catch(unless("ENOENT"));
  await rename(temporary, target).catch(unless("ENOTEMPTY", "EEXIST"));
  await rm(aside, { recursive: true, force: true });
}

function unless(...codes: readonly string[]) {
  return (error: unknown) => {
    if (!hasCode(error, ...codes)) throw error;
  };
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && "code" in error && codes.includes(String(error.code));
}

/** Asks the program itself, in a HOME of its own: it writes there even for this. */
async function expectVersion(
  folder: string,
  choice: PackageChoice,
  version: string,
): Promise<void> {
  const home = join(folder, "home");
  await mkdir(home);
  const program = executableOf(join(folder, "node_modules", choice.name, choice.program), choice);
  const asked = await execa(program.file, [...program.args, "--version"], {
    env: { ...basicEnvironment({ home, tmp: home }), DISABLE_AUTOUPDATER: "1" },
    extendEnv: false,
    cwd: home,
    reject: false,
    stdin: "ignore",
    timeout: 60_000,
    killDescendants: true,
  });
  await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  if (asked.exitCode === 0 && asked.stdout.split(" ")[0] === version) return;
  const said = asked.stdout.trim() || asked.stderr.trim() || asked.originalMessage || "nothing";
  throw new UserError(
    `Claude Code ${version} was installed, but asked for its version it says: ${said}`,
    { advice: "It may not run on this machine; try another version." },
  );
}

/** How to run a program of an installation. */
export function executableOf(program: string, { form }: Pick<PackageChoice, "form">): Executable {
  return form === "native"
    ? { file: program, args: [] }
    : { file: process.execPath, args: [program] };
}
