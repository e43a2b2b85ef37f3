import { dirname, relative, sep } from "node:path";
import { canonicalJson, sha256 } from "../base/base.ts";
import type { Suite } from "./types.ts";
import { isVendorFile } from "./vendorPath.ts";
import { workspaceHash } from "./workspaceHash.ts";

/**
 * SHA-256 of what a suite runs, the content of its workspaces included; equal on every machine. The budget plays no part:
 * a run that used it up may go on with a larger one.
 * @throws Error when a workspace has vanished since the suite was read
 */
export function suiteHash(suite: Suite): string {
  const { file, budget: _, ...run } = suite;
  const fromSuite = (path: string) => relative(dirname(file), path).replaceAll(sep, "/");
  const workspaces = new Set(suite.prompts.map((prompt) => prompt.workspace));
  return sha256(
    canonicalJson({
      ...run,
      vendor: isVendorFile(run.vendor) ? fromSuite(run.vendor) : run.vendor,
      prompts: run.prompts.map((prompt) => ({
        ...prompt,
        workspace: fromSuite(prompt.workspace),
      })),
      workspaces: Object.fromEntries(
        [...workspaces].map((path) => [fromSuite(path), workspaceHash(path)]),
      ),
    }),
  );
}
