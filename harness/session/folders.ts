import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** The folders that one lane owns for its life. */
export type LaneFolders = {
  readonly root: string;
  /** the workspace of the replay being played; the path stays, its content is replaced */
  readonly workspace: string;
  readonly tmp: string;
};

/**
 * Makes the folders of a lane below the run's own temporary folder.
 * The names are short: the client puts a Unix socket below `tmp`, and its path may not exceed 107 bytes.
 */
export async function createLaneFolders(runFolder: string, laneId: string): Promise<LaneFolders> {
  const root = join(runFolder, laneId);
  const folders = { root, workspace: join(root, "work"), tmp: join(root, "tmp") };
  await mkdir(folders.workspace, { recursive: true });
  await mkdir(folders.tmp, { recursive: true });
  return folders;
}

/** A HOME below the lane's folder; `number` tells apart the identities of a strategy that renews them. */
export async function createHome(folders: LaneFolders, number: number): Promise<string> {
  const home = join(folders.root, `home${number}`);
  await mkdir(home, { recursive: true });
  return home;
}

/** Removes all that a lane left on the disk. */
export async function removeLaneFolders(folders: LaneFolders): Promise<void> {
  await rm(folders.root, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
}
