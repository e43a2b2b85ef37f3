import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { systemClock, UserError } from "../../base/base.ts";
import { stampOf } from "./fileHash.ts";
import {
  createInstaller,
  versionsFolder,
  type InstalledVersion,
  type InstallerOptions,
} from "./install.ts";
import { findTemporary, temporaryFor, type TemporaryFolder } from "./leftovers.ts";
import { installedAt, readManifest, readNote, type Manifest } from "./manifest.ts";
import { formOf, platformOfThisMachine } from "./packages.ts";
import type { Verdict } from "./verify.ts";
import { compareVersions, parseVersion } from "./version.ts";

/** A version in the cache, as it looks from outside: no program is read. */
export type CachedVersion = {
  readonly version: string;
  /** as `platformOfThisMachine` gives it */
  readonly platform: string;
  /** else it can neither be verified nor removed here */
  readonly isOfThisPlatform: boolean;
  readonly folder: string;
  /** null when it cannot be told any more */
  readonly form: "native" | "script" | null;
  /** all its files */
  readonly bytes: number;
  /** ISO 8601; null when it is not known */
  readonly installedAt: string | null;
  readonly state: CachedState;
};

export type CachedState =
  /** its program is the file that was verified then, which is done at each use */
  | { readonly kind: "verified"; readonly at: string }
  /** since then something happened to its program; null: it never was */
  | { readonly kind: "unverified"; readonly changedSince: string | null }
  | { readonly kind: "damaged"; readonly why: string };

export type CacheListing = {
  readonly folder: string;
  /** in ascending order */
  readonly versions: readonly CachedVersion[];
  /** folders in which something is being installed, or was when it was killed */
  readonly temporary: readonly (TemporaryFolder & { readonly bytes: number })[];
  /** of all of these */
  readonly bytes: number;
};

/** The versions of Claude Code that are kept between runs. */
export type VersionCache = {
  /** @throws UserError when the version cannot be had */
  readonly install: (version: string) => Promise<InstalledVersion>;
  readonly list: () => Promise<CacheListing>;
  /** Compares every file of a version with what was installed. @throws UserError when it is not in the cache */
  readonly verify: (version: string) => Promise<Exclude<Verdict, { kind: "absent" }>>;
  /** @returns bytes that were freed @throws UserError when it is not in the cache */
  readonly remove: (version: string) => Promise<number>;
};

/** The cache of this machine's user; everything but `list` is about this platform. */
export function claudeCodeVersions(
  options: Omit<InstallerOptions, "environment"> & Partial<InstallerOptions>,
): VersionCache {
  const installer = createInstaller({ environment: process.env, ...options });
  const folder = versionsFolder(options.cacheDirectory);
  const absent = (version: string) =>
    new UserError(`Claude Code ${version} is not in the cache (${folder}).`, {
      advice: "See what is with: sametwice cli list",
    });
  return {
    install: installer.install,
    list: async () => {
      const names = await readdir(folder).catch(() => []);
      const found = await Promise.all(names.map((name) => describe(join(folder, name))));
      const versions = found.filter((one) => one !== null).toSorted(byVersion);
      const left = await findTemporary(folder, options.clock ?? systemClock);
      const temporary = await Promise.all(
        left.map(async (one) => ({ ...one, bytes: await bytesOf(one.path) })),
      );
      const bytes = [...versions, ...temporary].reduce((sum, one) => sum + one.bytes, 0);
      return { folder, versions, temporary, bytes };
    },
    verify: async (version) => {
      parseVersion(version);
      const verdict = await installer.verify(installer.folderOf(version));
      if (verdict.kind === "absent") throw absent(version);
      return verdict;
    },
    remove: async (version) => {
      parseVersion(version);
      const target = installer.folderOf(version);
      if ((await stat(target).catch(() => null)) === null) throw absent(version);
      const bytes = await bytesOf(target);
      // Renamed first: whoever looks in the meantime finds it whole or not at all.
      const aside = temporaryFor(target);
      await rename(target, aside);
      await rm(aside, { recursive: true, force: true });
      return bytes;
    },
  };
}

function byVersion(a: CachedVersion, b: CachedVersion): number {
  return (
    compareVersions(parseVersion(a.version), parseVersion(b.version)) ||
    (a.platform < b.platform ? -1 : 1)
  );
}

async function describe(folder: string): Promise<CachedVersion | null> {
  const match = /^(\d+\.\d+\.\d+)-([a-z0-9-]+)$/.exec(basename(folder));
  const [, version, platform] = match ?? [];
  if (version === undefined || platform === undefined) return null;
  const reading = await readManifest(folder);
  const manifest = reading.kind === "read" ? reading.manifest : null;
  return {
    version,
    platform,
    isOfThisPlatform: platform === platformOfThisMachine(),
    folder,
    form: manifest && formOf(manifest.package),
    bytes: await bytesOf(folder),
    installedAt: manifest && (await installedAt(folder)).toISOString(),
    state:
      manifest === null
        ? { kind: "damaged", why: reading.kind === "damaged" ? reading.why : "it is gone" }
        : await stateOf(folder, manifest),
  };
}

async function stateOf(folder: string, manifest: Manifest): Promise<CachedState> {
  const program = join(folder, manifest.program);
  const found = await stat(program).catch(() => null);
  if (found?.size !== manifest.bytes) {
    const why = found === null ? "is missing" : `has ${found.size} bytes, not ${manifest.bytes}`;
    return { kind: "damaged", why: `${manifest.program} ${why}` };
  }
  const note = await readNote(folder);
  return note !== null && note.stamp === (await stampOf(program))
    ? { kind: "verified", at: note.verifiedAt }
    : { kind: "unverified", changedSince: note?.verifiedAt ?? null };
}

async function bytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map((file) => stat(join(file.parentPath, file.name)).catch(() => null));
  return (await Promise.all(sizes)).reduce((sum, found) => sum + (found?.size ?? 0), 0);
}
