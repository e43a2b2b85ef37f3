import { z } from "zod";
import { claudeCodeVersions, type VersionCache } from "../agents/agents.ts";
import { UserError, UserErrors } from "../base/base.ts";
import { cacheFolder } from "./agentFor.ts";
import { listingText, megabytes } from "./describeCache.ts";

const flagsSchema = z.object({ json: z.boolean().default(false) });

/** `sametwice cli install <versions…>`: one after another; those that can be had are installed even when others cannot. */
export async function cliInstallCommand(
  versions: readonly string[],
  rawFlags: unknown,
): Promise<number> {
  const flags = flagsSchema.parse(rawFlags);
  const cache = openCache();
  const results = await forEach(versions, async (version) => {
    const { form, bytes, sha256, how, folder } = await cache.install(version);
    return { version, how, form, bytes, sha256, folder };
  });
  print(flags, results.done, (one) =>
    [
      one.version,
      describedHow[one.how],
      one.form,
      `program ${megabytes(one.bytes)}`,
      one.folder,
    ].join("  "),
  );
  throwAll(results.errors);
  return 0;
}

const describedHow = {
  present: "verified, was there",
  installed: "installed",
  replaced: "installed again, was damaged",
} as const;

/** `sametwice cli list`: what is in the cache, without reading the programs. */
export async function cliListCommand(rawFlags: unknown): Promise<number> {
  const { json } = flagsSchema.parse(rawFlags);
  const listing = await openCache().list();
  process.stdout.write(json ? `${JSON.stringify(listing, null, 2)}\n` : listingText(listing));
  return 0;
}

/** `sametwice cli verify [versions…]`: compares every file with what was installed; 1 when something is damaged. */
export async function cliVerifyCommand(
  versions: readonly string[],
  rawFlags: unknown,
): Promise<number> {
  const flags = flagsSchema.parse(rawFlags);
  const cache = openCache();
  const wanted = versions.length > 0 ? versions : await versionsIn(cache);
  const results = await forEach(wanted, async (version) => {
    const verdict = await cache.verify(version);
    return verdict.kind === "damaged"
      ? { version, ...verdict }
      : { version, kind: verdict.kind, sha256: verdict.manifest.sha256 };
  });
  print(flags, results.done, (one) =>
    one.kind === "damaged"
      ? `${one.version}  damaged: ${one.why}`
      : `${one.version}  verified  sha256 ${one.sha256}`,
  );
  throwAll(results.errors);
  const damaged = results.done.filter((one) => one.kind === "damaged");
  if (damaged.length === 0) return 0;
  const names = damaged.map((one) => one.version).join(" ");
  process.stderr.write(`Replace what is damaged with: sametwice cli install ${names}\n`);
  return 1;
}

/** `sametwice cli remove <versions…>` */
export async function cliRemoveCommand(
  versions: readonly string[],
  rawFlags: unknown,
): Promise<number> {
  const flags = flagsSchema.parse(rawFlags);
  const cache = openCache();
  const results = await forEach(versions, async (version) => ({
    version,
    bytes: await cache.remove(version),
  }));
  print(flags, results.done, (one) => `${one.version}  removed  ${megabytes(one.bytes)} freed`);
  throwAll(results.errors);
  return 0;
}

function openCache(): VersionCache {
  return claudeCodeVersions({
    cacheDirectory: cacheFolder(process.env),
    onNotice: (message) => process.stderr.write(`${message}\n`),
  });
}

async function versionsIn(cache: VersionCache): Promise<readonly string[]> {
  const { versions } = await cache.list();
  return versions.filter(({ isOfThisPlatform }) => isOfThisPlatform).map(({ version }) => version);
}

/** Does something with each version, once each. A mistake of the user about one of them does not stop the others. */
async function forEach<T>(
  versions: readonly string[],
  work: (version: string) => Promise<T>,
): Promise<{ readonly done: readonly T[]; readonly errors: readonly UserError[] }> {
  const done: T[] = [];
  const errors: UserError[] = [];
  for (const version of new Set(versions)) {
    try {
      done.push(await work(version));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors.push(error);
    }
  }
  return { done, errors };
}

function throwAll(errors: readonly UserError[]): void {
  if (errors.length > 0) throw new UserErrors(errors);
}

function print<T>(
  { json }: z.infer<typeof flagsSchema>,
  results: readonly T[],
  lineOf: (result: T) => string,
): void {
  const text = json ? JSON.stringify(results, null, 2) : results.map(lineOf).join("\n");
  if (text !== "") process.stdout.write(`${text}\n`);
}
