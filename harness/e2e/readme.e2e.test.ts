import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blockOf, readmeBlock, runFirstCommand } from "./readme.ts";
import { projectFolder } from "./sametwice.ts";

test("the README and the example report show what the README's first command really prints", async () => {
  const result = await runFirstCommand();
  expect(await readmeBlock()).toBe(blockOf(result));
  const example = await readFile(join(projectFolder, "reports/examples/matrix.md"), "utf8");
  expect(example).toBe(`${result.markdown}\n`);
  expect(result.printed).toContain("SIMULATED");
  for (const line of result.printed.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
}, 600_000);
