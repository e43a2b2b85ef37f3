import { chmod, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { PackageChoice } from "./packages.ts";

/**
 * Takes from a new installation what it is not needed for (a script brings the tools of six platforms, over half of its size), and
 * from its program the right to be written: a client that updates itself in the middle of a run would be another one afterwards.
 */
export async function trimInstall(folder: string, choice: PackageChoice): Promise<void> {
  const packageFolder = join(folder, "node_modules", choice.name);
  const vendor = join(packageFolder, "vendor");
  const tools = choice.form === "script" ? await readdir(vendor).catch(() => []) : [];
  for (const tool of tools) await removeOtherPlatforms(join(vendor, tool));
  await chmod(join(packageFolder, choice.program), 0o555);
}

/** `vendor/ripgrep/x64-linux`, `vendor/ripgrep/arm64-darwin` … */
async function removeOtherPlatforms(folder: string): Promise<void> {
  const here = `${process.arch}-${process.platform}`;
  for (const name of await readdir(folder).catch(() => [])) {
    if (name === here || !/^(arm64|x64)-(darwin|linux|win32)$/.test(name)) continue;
    await rm(join(folder, name), { recursive: true });
  }
}
