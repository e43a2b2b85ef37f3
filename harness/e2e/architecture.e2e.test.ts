import { execa } from "execa";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { projectFolder, temporaryFolder } from "./sametwice.ts";

/** Lints one file as if it stood in the checkout. */
async function lint(file: string, text: string) {
  await using folder = await temporaryFolder();
  await cp(join(projectFolder, ".oxlintrc.json"), join(folder.path, ".oxlintrc.json"));
  await mkdir(join(folder.path, dirname(file)), { recursive: true });
  await writeFile(join(folder.path, file), text);
  const { exitCode, stdout } = await execa(
    join(projectFolder, "node_modules/.bin/oxlint"),
    ["harness"],
    { cwd: folder.path, reject: false },
  );
  return { isAccepted: exitCode === 0, stdout };
}

const use = "\nexport const used = [x];\n";

test.each([
  ["harness/structure/a.ts", 'import { x } from "../transcript/transcript.ts";', true],
  ["harness/structure/a.ts", 'import { x } from "../analysis/analysis.ts";', false],
  ["harness/report/a.ts", 'import { x } from "../store/store.ts";', false],
  ["harness/run/a.ts", 'import { x } from "../analysis/analysis.ts";', false],
  ["harness/run/a.ts", 'import { x } from "../report/report.ts";', false],
  ["harness/run/a.ts", 'import { x } from "../store/sqlite.ts";', false],
  ["harness/statistics/a.ts", 'import { readFile as x } from "node:fs/promises";', false],
  ["harness/analysis/a.ts", "const x = Date.now();", false],
  ["harness/divergence/a.ts", "const x = Math.random();", false],
])("%s with %s: accepted is %s", async (file, text, isAccepted) => {
  expect((await lint(file, text + use)).isAccepted).toBe(isAccepted);
});

test("the linter says which doors a folder may use", async () => {
  const { stdout } = await lint("harness/plan/a.ts", `import { x } from "../run/run.ts";${use}`);
  expect(stdout).toContain("plan/ may import only its own files and the doors of:");
});
