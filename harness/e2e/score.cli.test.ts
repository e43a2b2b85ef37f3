import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { sametwice, temporaryFolder } from "./sametwice.ts";

const fixtures = "fixtures/transcripts";
const scoreSchema = z.object({
  schema: z.literal("sametwice.score/1"),
  read: z.object({
    transcripts: z.number(),
    subAgents: z.number(),
    formats: z.array(z.object({ format: z.string(), transcripts: z.number() })),
    problems: z.object({ count: z.number(), named: z.array(z.string()) }),
    copies: z.object({ count: z.number() }),
    notLogs: z.object({ count: z.number() }),
  }),
  rows: z.array(
    z.object({ key: z.string(), divergence: z.object({ value: z.number().nullable() }) }),
  ),
});
const scoreOf = (text: string) => scoreSchema.parse(JSON.parse(text));

test("logs of every format are read, scored, exported, and score the same again from the export", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "all.jsonl");
  const first = await sametwice(["score", fixtures, "--json", "--export", file]);
  expect([first.exitCode, first.stderr]).toEqual([0, ""]);
  const { read, rows } = scoreOf(first.stdout);
  expect(read).toMatchObject({
    transcripts: 34,
    subAgents: 2,
    copies: { count: 1 },
    notLogs: { count: 1 },
  });
  expect(read.formats).toHaveLength(8);
  expect(read.problems.count).toBe(6);
  expect(read.problems.named[0]).toMatch(/-\w+\.jsonl:5: not valid JSON, or cut off$/);
  expect((await readFile(file, "utf8")).trimEnd().split("\n")).toHaveLength(36);

  const behaviour = await sametwice(["score", file, "--prompt", "e8f38b81"]);
  expect(behaviour.stdout).toMatch(/skips the tests[^]*5e551000-0000-4000-8000-000000000006/);

  const again = await sametwice(["score", file, "--json"]);
  expect(scoreOf(again.stdout).rows).toEqual(rows);
  const refused = await sametwice(["score", fixtures, "--export", file]);
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toContain("Name a new file");
});

test("a folder without a transcript ends with 2 and says what was found and what is read", async () => {
  await using folder = await temporaryFolder();
  await cp(join(fixtures, "not-a-log"), folder.path, { recursive: true });
  await writeFile(join(folder.path, "empty.jsonl"), "");
  const { exitCode, stdout, stderr } = await sametwice(["score", folder.path]);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /No transcript could be read\. .*empty\.jsonl.*Formats that are read: claude-code-session/,
  );
  const unknown = await sametwice(["score", fixtures, "--gate", "tools,style"]);
  expect(unknown.stderr).toContain('--gate names "style"');
});
