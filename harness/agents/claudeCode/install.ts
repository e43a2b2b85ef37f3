import { execa } from "execa";
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, UserError } from "../../base/base.ts";
import { basicEnvironment } from "../../childProcess/childProcess.ts";
import type { Executable } from "./launch.ts";
import { createVerifier, describeInstall, writeManifest, type Verifier } from "./manifest.ts";
import { npmInstall } from "./npm.ts";
import { packageFor, platformOfThisMachine, type PackageChoice } from "./packages.ts";

export type InstallerOptions = {
  /** where versions are kept between runs; made when it is missing */
  readonly cacheDirectory: string;
  /** for npm only */
  readonly environment: NodeJS.ProcessEnv;
};

/**
 * Gives the program of an exact version, installed and verified.
 * @throws UserError when it cannot be had or is not what it was
 */
export type Installer = (version: string) => Promise<Executable>;

export function createInstaller({ cacheDirectory, environment }: InstallerOptions): Installer {
  const verify = createVerifier();
  const platform = platformOfThisMachine();
  const underway = new Map<string, Promise<Executable>>();

  const provide: Installer = async (version) => {
    const choice = packageFor(version, platform);
    const target = join(cacheDirectory, "claude-code", `${version}-${platform}`);
    if ((await verify(target)) === "absent") {
      await installInto(target, { version, choice, environment, verify });
    }
    return executableIn(target, choice);
  };
  return (version) => {
    const present = underway.get(version);
    if (present !== undefined) return present;
    const promise = provide(version).finally(() => underway.delete(version));
    underway.set(version, promise);
    return promise;
  };
}

type Order = {
  readonly version: string;
  readonly choice: PackageChoice;
  readonly environment: NodeJS.ProcessEnv;
  readonly verify: Verifier;
};

/** Installs beside the target and renames, so that nobody ever sees half an installation, whoever else installs it too. */
async function installInto(target: string, order: Order): Promise<void> {
  const { version, choice, environment, verify } = order;
  const temporary = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  await makeFolder(temporary);
  try {
    // Keeps npm from taking a folder above for its project.
    await writeFile(join(temporary, "package.json"), '{"private":true}');
    await npmInstall({ package: choice.name, version, folder: temporary, environment });
    await expectVersion(executableIn(temporary, choice), version, join(temporary, "home"));
    await writeManifest(temporary, await describeInstall(temporary, choice, version));
    await moveInto(temporary, target);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  // Perhaps another process was quicker: what counts is what lies there now.
  await verify(target);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw new UserError(`The cache folder ${path} cannot be made (${messageOf(error)}).`, {
      advice: "Set SAMETWICE_CACHE to a folder that can be written to.",
      cause: error,
    });
  }
}

async function moveInto(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}

/** Asks the program itself, in a HOME of its own: it writes there even for this. */
async function expectVersion(program: Executable, version: string, home: string): Promise<void> {
  await mkdir(home);
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

function executableIn(folder: string, choice: PackageChoice): Executable {
  const program = join(folder, "node_modules", choice.name, choice.program);
  return choice.form === "native"
    ? { file: program, args: [] }
    : { file: process.execPath, args: [program] };
}
