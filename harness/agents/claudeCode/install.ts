import { join } from "node:path";
import { systemClock, UserError, type Clock } from "../../base/base.ts";
import { createFileHasher, type FileHasher } from "./fileHash.ts";
import type { Executable } from "./launch.ts";
import { executableOf, installInto, type Order } from "./installInto.ts";
import { removeLeftovers } from "./leftovers.ts";
import type { Manifest } from "./manifest.ts";
import { formOf, packageFor, platformOfThisMachine, type PackageChoice } from "./packages.ts";
import { createVerifier, type Verifier } from "./verify.ts";

export type InstallerOptions = {
  /** where versions are kept between runs; made when it is missing */
  readonly cacheDirectory: string;
  /** for npm only */
  readonly environment: NodeJS.ProcessEnv;
  /** told what people should know, e.g. that a damaged installation is replaced */
  readonly onNotice?: (message: string) => void;
  readonly clock?: Clock;
};

/** A version that can be run. */
export type InstalledVersion = {
  readonly version: string;
  readonly folder: string;
  readonly executable: Executable;
  /** file that is the program: the native one, or the script that Node runs */
  readonly program: string;
  readonly form: PackageChoice["form"];
  /** size of the program */
  readonly bytes: number;
  /** of the program */
  readonly sha256: string;
  /** `replaced`: what was there was damaged */
  readonly how: "present" | "installed" | "replaced";
};

export type Installer = {
  /**
   * Gives an exact version, installed and verified. Without a network when it is there; one that is damaged is never run but replaced.
   * @throws UserError when it cannot be had
   */
  readonly install: (version: string) => Promise<InstalledVersion>;
  readonly verify: Verifier;
  readonly hashOf: FileHasher;
  /** where a version is, or would be */
  readonly folderOf: (version: string) => string;
};

/** Where the versions are in a cache. */
export function versionsFolder(cacheDirectory: string): string {
  return join(cacheDirectory, "claude-code");
}

/** Makes an installer for this machine. Several, in several processes, may share a cache. */
export function createInstaller(options: InstallerOptions): Installer {
  const { cacheDirectory, environment, onNotice = () => undefined, clock = systemClock } = options;
  const hashOf = createFileHasher();
  const verify = createVerifier(hashOf, clock);
  const platform = platformOfThisMachine();
  const folder = versionsFolder(cacheDirectory);
  const folderOf = (version: string) => join(folder, `${version}-${platform}`);
  const underway = new Map<string, Promise<InstalledVersion>>();

  const provide = async (version: string): Promise<InstalledVersion> => {
    const choice = packageFor(version, platform);
    const target = folderOf(version);
    for (const left of await removeLeftovers(folder, clock)) {
      onNotice(`Removed what a killed installation had left behind: ${left}`);
    }
    const found = await verify(target);
    if (found.kind === "verified") return installed(target, found.manifest, "present");
    onNotice(
      found.kind === "absent"
        ? `Installing Claude Code ${version} from npm.`
        : `Claude Code ${version} in the cache is damaged (${found.why}); installing it again.`,
    );
    const order = { version, choice, environment, verify, hashOf };
    if (found.kind === "absent") {
      return installed(target, await installInto(target, order), "installed");
    }
    return installed(target, await replace(target, order, found.why), "replaced");
  };
  const install = (version: string) => {
    const present = underway.get(version);
    if (present !== undefined) return present;
    const promise = provide(version).finally(() => underway.delete(version));
    underway.set(version, promise);
    return promise;
  };
  return { install, verify, hashOf, folderOf };
}

async function replace(target: string, order: Order, why: string): Promise<Manifest> {
  try {
    return await installInto(target, order);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `Claude Code ${order.version} in the cache is damaged (${why}), and cannot be replaced: ${error.message}`,
      { advice: error.advice, cause: error },
    );
  }
}

function installed(
  folder: string,
  manifest: Manifest,
  how: InstalledVersion["how"],
): InstalledVersion {
  const { version, bytes, sha256 } = manifest;
  const program = join(folder, manifest.program);
  const form = formOf(manifest.package);
  return {
    version,
    folder,
    executable: executableOf(program, { form }),
    program,
    form,
    bytes,
    sha256,
    how,
  };
}
