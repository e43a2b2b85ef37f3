import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { UserError } from "../../base/base.ts";
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
});

const manifestName = "sametwice-install.json";

/** Whether a folder holds a whole installation. @throws UserError when it does and its program has changed since */
export type Verifier = (folder: string) => Promise<"verified" | "absent">;

/** The first use in a process reads the whole program; later ones trust its size and time of change. */
export function createVerifier(): Verifier {
  const seen = new Map<string, string>();
  return async (folder) => {
    const manifest = await readManifest(folder);
    if (manifest === null) return "absent";
    const program = join(folder, manifest.program);
    const { size, mtimeMs } = await stat(program).catch((error: unknown) => {
      throw changed(folder, "its program cannot be read", error);
    });
    const stamp = `${size} ${mtimeMs}`;
    if (seen.get(program) === stamp) return "verified";
    if (size !== manifest.bytes || (await sha256OfFile(program)) !== manifest.sha256) {
      throw changed(folder, "its program is not the one that was installed");
    }
    seen.set(program, stamp);
    return "verified";
  };
}

/** Describes what npm has just put into a folder. */
export async function describeInstall(
  folder: string,
  choice: PackageChoice,
  version: string,
): Promise<Manifest> {
  const program = join("node_modules", choice.name, choice.program);
  return {
    schema: "sametwice.install/1",
    package: choice.name,
    version,
    integrity: await integrityOf(folder, choice.name),
    program,
    bytes: (await stat(join(folder, program))).size,
    sha256: await sha256OfFile(join(folder, program)),
  };
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await readFile(join(folder, manifestName), "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw changed(folder, `its ${manifestName} cannot be understood`, error);
  }
}

function changed(folder: string, what: string, cause?: unknown): UserError {
  return new UserError(`The installation in ${folder} cannot be trusted: ${what}.`, {
    advice: "Delete that folder; it is installed again when it is needed.",
    cause,
  });
}

const lock = z.object({
  packages: z.record(z.string(), z.object({ integrity: z.string().optional() })),
});

async function integrityOf(folder: string, name: string): Promise<string | null> {
  const text = await readFile(join(folder, "package-lock.json"), "utf8").catch(() => "{}");
  const parsed = lock.safeParse(JSON.parse(text));
  return (parsed.success && parsed.data.packages[`node_modules/${name}`]?.integrity) || null;
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  // Large pieces: programs have 400 MB, and this is done at every start of the harness.
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}
