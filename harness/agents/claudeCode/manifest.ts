import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { z } from "zod";
import { stampOf, type FileHasher } from "./fileHash.ts";
import type { PackageChoice } from "./packages.ts";

/** What was installed, written beside it once and compared on every use. */
export type Manifest = z.infer<typeof manifestSchema>;

const manifestSchema = z.object({
  schema: z.literal("sametwice.install/1"),
  package: z.string(),
  version: z.string(),
  /** the registry's sha512 of the package, as npm verified it; null when npm did not write it down */
  integrity: z.string().nullable(),
  /** relative to the folder of the manifest */
  program: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  /** sha256 of every other file by its path; older installations know of none */
  files: z.record(z.string(), z.string()).default({}),
});

const manifestName = "sametwice-install.json";
const noteName = "sametwice-verified.json";

/** Describes what npm has just put into a folder. */
export async function describeInstall(
  folder: string,
  choice: PackageChoice,
  { version, hashOf }: { readonly version: string; readonly hashOf: FileHasher },
): Promise<Manifest> {
  const program = join("node_modules", choice.name, choice.program);
  const files: Record<string, string> = {};
  for (const path of await filesIn(folder)) {
    if (path !== program) files[path] = await hashOf(join(folder, path));
  }
  return {
    schema: "sametwice.install/1",
    package: choice.name,
    version,
    integrity: await integrityOf(folder, choice.name),
    program,
    bytes: (await stat(join(folder, program))).size,
    sha256: await hashOf(join(folder, program)),
    files,
  };
}

/** Paths below a folder, relative to it, but for what is written here; links are left out, npm makes them to files. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => path !== manifestName && path !== noteName)
    .toSorted();
}

/** Writes the manifest into the folder that it describes. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** What the manifest of a folder says of it. */
export type ManifestReading =
  | { readonly kind: "read"; readonly manifest: Manifest }
  | { readonly kind: "absent" }
  | { readonly kind: "damaged"; readonly why: string };

/** Reads the manifest of a folder. */
export async function readManifest(folder: string): Promise<ManifestReading> {
  const text = await textOf(join(folder, manifestName));
  if (text === null) {
    const isThere = (await stat(folder).catch(() => null)) !== null;
    return isThere ? { kind: "damaged", why: `it has no ${manifestName}` } : { kind: "absent" };
  }
  try {
    return { kind: "read", manifest: manifestSchema.parse(JSON.parse(text)) };
  } catch {
    return { kind: "damaged", why: `its ${manifestName} cannot be understood` };
  }
}

/** When the manifest of a folder was written, which is when it was installed. @throws Error when there is none */
export async function installedAt(folder: string): Promise<Date> {
  return (await stat(join(folder, manifestName))).mtime;
}

const noteSchema = z.object({ verifiedAt: z.string(), stamp: z.string() });

/** When a program was last verified, that is used, and how its file looked from outside then. */
export type VerificationNote = z.infer<typeof noteSchema>;

/** Notes that a program was verified. Convenience only: nobody trusts a program because of it. */
export async function noteVerified(
  folder: string,
  manifest: Manifest,
  verifiedAt: string,
): Promise<void> {
  const stamp = await stampOf(join(folder, manifest.program));
  const note: VerificationNote = { verifiedAt, stamp };
  // A cache that others look after may be read-only.
  await writeFile(join(folder, noteName), JSON.stringify(note)).catch(() => undefined);
}

/** The note of the last verification; null when there was none. */
export async function readNote(folder: string): Promise<VerificationNote | null> {
  const text = await textOf(join(folder, noteName));
  try {
    return noteSchema.parse(JSON.parse(text ?? ""));
  } catch {
    // None, or cut off by a kill: the next verification writes it.
    return null;
  }
}

const lock = z.object({
  packages: z.record(z.string(), z.object({ integrity: z.string().optional() })),
});

async function integrityOf(folder: string, name: string): Promise<string | null> {
  const text = await textOf(join(folder, "package-lock.json"));
  const parsed = lock.safeParse(JSON.parse(text ?? "{}"));
  return (parsed.success && parsed.data.packages[`node_modules/${name}`]?.integrity) || null;
}

function textOf(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch(() => null);
}
