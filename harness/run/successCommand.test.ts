import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Prompt } from "../suite/suite.ts";
import { createSuccessCheck } from "./successCommand.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sametwice-success-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const folders = () => ({ root: folder, workspace: folder, tmp: folder });
const promptWith = (command: string | undefined): Prompt => ({
  id: "p",
  turns: ["x"],
  workspace: folder,
  expect: command === undefined ? {} : { command },
  gate: ["files"],
});
const changed = (hash: string) => ({
  changes: [{ path: "a.ts", kind: "modified" as const, before: null, after: null, hash }],
  isComplete: true,
});
const count = async () => (await readFile(join(folder, "count"), "utf8")).length;

test("exit code 0 passes, anything else fails and is told", async () => {
  const check = createSuccessCheck();
  expect(await check(promptWith("exit 0"), folders(), changed("a"))).toEqual({
    exitCode: 0,
    passed: true,
  });
  expect(await check(promptWith("exit 3"), folders(), changed("b"))).toEqual({
    exitCode: 3,
    passed: false,
  });
});

test("a prompt without a command has no success, neither passed nor failed", async () => {
  expect(await createSuccessCheck()(promptWith(undefined), folders(), changed("a"))).toBeNull();
});

test("equal content is checked once, other content again", async () => {
  const check = createSuccessCheck();
  const prompt = promptWith("printf x >> count");
  for (const hash of ["a", "a", "b", "a"]) await check(prompt, folders(), changed(hash));
  expect(await count()).toBe(2);
});

test("content that is not known in full is checked every time", async () => {
  const check = createSuccessCheck();
  const prompt = promptWith("printf x >> count");
  for (let time = 0; time < 3; time++) {
    await check(prompt, folders(), { ...changed("a"), isComplete: false });
  }
  expect(await count()).toBe(3);
});

test("the command sees the harness's Node first and nothing of the harness's environment", async () => {
  process.env["SAMETWICE_TEST_SECRET"] = "secret";
  const check = createSuccessCheck();
  const command = `test -z "$SAMETWICE_TEST_SECRET" && test "$(node -p process.versions.node)" = ${process.versions.node}`;
  expect((await check(promptWith(command), folders(), changed("a")))?.passed).toBe(true);
});
