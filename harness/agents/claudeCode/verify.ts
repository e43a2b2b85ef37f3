import { basename, join } from "node:path";
import { messageOf, type Clock } from "../../base/base.ts";
import type { FileHasher } from "./fileHash.ts";
import { noteVerified, readManifest, type Manifest } from "./manifest.ts";

/** Whether a folder holds what was once installed into it. */
export type Verdict =
  | { readonly kind: "verified"; readonly manifest: Manifest }
  | { readonly kind: "absent" }
  | { readonly kind: "damaged"; readonly why: string };

export type Verifier = (folder: string) => Promise<Verdict>;

/** Compares every file with the manifest, and notes beside it that it did; what did not change since the last time is not read again. */
export function createVerifier(hashOf: FileHasher, clock: Clock): Verifier {
  return async (folder) => {
    const reading = await readManifest(folder);
    if (reading.kind !== "read") return reading;
    const { manifest } = reading;
    if (!basename(folder).startsWith(`${manifest.version}-`)) {
      return { kind: "damaged", why: `it holds version ${manifest.version}` };
    }
    const expected = Object.entries({ [manifest.program]: manifest.sha256, ...manifest.files });
    for (const [path, sha256] of expected) {
      const why = await difference(hashOf, join(folder, path), sha256);
      if (why !== null) return { kind: "damaged", why: `${path} ${why}` };
    }
    await noteVerified(folder, manifest, new Date(clock.now()).toISOString());
    return { kind: "verified", manifest };
  };
}

async function difference(
  hashOf: FileHasher,
  file: string,
  expected: string,
): Promise<string | null> {
  try {
    const found = await hashOf(file);
    return found === expected
      ? null
      : `is not what was installed (sha256 ${found}, not ${expected})`;
  } catch (error) {
    return `cannot be read (${messageOf(error)})`;
  }
}
