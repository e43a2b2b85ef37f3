import { chmodSync, copyFileSync, lstatSync, mkdirSync, readdirSync, utimesSync } from "node:fs";
import { chmod, cp, lstat, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Snapshot } from "./workspace.ts";

/** Up to so many files are copied in one go, a quarter of the work of `cp` for a few small files; more would keep the recorder waiting. */
const mostAtOnce = 100;

/**
 * Empties `folder` and fills it from `pristine`, with times, permissions and links as they are. The folder itself stays: a live process has
 * it as its cwd.
 */
export async function resetWorkspace(pristine: Snapshot, folder: string): Promise<void> {
  const entries = await readdir(folder);
  await Promise.all(entries.map((name) => remove(join(folder, name))));
  if (pristine.isComplete && pristine.hashes.size <= mostAtOnce) {
    copyAtOnce(pristine.folder, folder);
  } else {
    // Links stay what they say: made absolute, they would lead out of the copy into the pristine folder.
    const faithfully = { preserveTimestamps: true, verbatimSymlinks: true };
    await cp(pristine.folder, folder, { ...faithfully, recursive: true });
  }
}

/** Folders and plain files. Not `cpSync`: it forgets the permissions of folders. */
function copyAtOnce(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    const { mode, atime, mtime } = lstatSync(source);
    if (entry.isDirectory()) {
      mkdirSync(target);
      copyAtOnce(source, target);
      chmodSync(target, mode);
    } else {
      copyFileSync(source, target);
      utimesSync(target, atime, mtime);
    }
  }
}

async function remove(path: string): Promise<void> {
  const thoroughly = { recursive: true, force: true, maxRetries: 3 };
  try {
    await rm(path, thoroughly);
  } catch {
    // Nothing can be removed from a folder that an agent, or the suite, made read-only.
    await makeFoldersWritable(path);
    await rm(path, thoroughly);
  }
}

async function makeFoldersWritable(path: string): Promise<void> {
  if (!(await lstat(path)).isDirectory()) return;
  await chmod(path, 0o700);
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries) {
    if (entry.isDirectory()) await makeFoldersWritable(join(path, entry.name));
  }
}
