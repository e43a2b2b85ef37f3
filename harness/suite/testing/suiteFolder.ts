import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A throw-away repository with a workspace, for tests that read suites from a real disk; removed when it is disposed of. */
export async function suiteFolder(): Promise<
  AsyncDisposable & {
    readonly root: string;
    /** Writes `suites/suite.yaml` and returns its path. */
    readonly write: (content: string | Uint8Array) => Promise<string>;
  }
> {
  const root = await mkdtemp(join(await realpath(tmpdir()), "sametwice-suite-"));
  await mkdir(join(root, ".git"));
  await mkdir(join(root, "suites"));
  await mkdir(join(root, "work"));
  await writeFile(join(root, "work", "a.js"), "export const a = 1;\n");
  const file = join(root, "suites", "suite.yaml");
  return {
    root,
    write: async (content) => {
      await writeFile(file, content);
      return file;
    },
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
