import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson, sha256 } from "../base/base.ts";

/** Left behind by tools, and by git, without changing what the agent is asked to do. */
const ignored = new Set([".git", "node_modules", "__pycache__", ".pytest_cache"]);

/** SHA-256 of the files of a workspace, their names and content; links are not followed. */
export function workspaceHash(folder: string): string {
  return sha256(canonicalJson(Object.fromEntries(filesOf(folder, ""))));
}

function filesOf(root: string, below: string): readonly (readonly [path: string, hash: string])[] {
  return readdirSync(join(root, below)).flatMap((name) => {
    const path = below === "" ? name : `${below}/${name}`;
    const stats = lstatSync(join(root, path));
    if (stats.isDirectory()) return ignored.has(name) ? [] : filesOf(root, path);
    return stats.isFile() ? [[path, sha256(readFileSync(join(root, path)))] as const] : [];
  });
}
