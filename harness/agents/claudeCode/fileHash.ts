import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/**
 * Changes whenever a file does: its place on the disk, its size and its times, of which that of the inode's last change cannot
 * be set by a program.
 * @throws Error when there is no such file
 */
export async function stampOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

/** sha256 of a file's content, in hexadecimal digits. @throws Error when it cannot be read */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  // Large pieces: programs have 400 MB, and this is done at every start of the harness.
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest("hex");
}

/** sha256 of a file's content; reads it again only when its stamp has changed. @throws Error when it cannot be read */
export type FileHasher = (path: string) => Promise<string>;

/** A hasher that remembers for as long as the harness runs. */
export function createFileHasher(): FileHasher {
  const known = new Map<string, string>();
  return async (path) => {
    const stamp = await stampOf(path);
    const hash = known.get(stamp) ?? (await sha256OfFile(path));
    known.set(stamp, hash);
    return hash;
  };
}
