import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findLogs } from "./logFiles.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sametwice-find-"));
});
afterEach(() => rm(folder, { recursive: true }));

const names = async (...paths: readonly string[]) => {
  const { files } = await findLogs(paths.map((path) => join(folder, path)));
  return files.map(({ path }) => relative(folder, path));
};

test("folders are searched at any depth for files that may be logs; a file that is named is read whatever its name", async () => {
  await mkdir(join(folder, "a/b"), { recursive: true });
  for (const name of [
    "a/b/s.jsonl",
    "a/x.eval",
    "a/y.traj",
    "a/z.traj.json",
    "a/notes.md",
    "q.txt",
  ]) {
    await writeFile(join(folder, name), "");
  }
  expect(await names("a", "q.txt")).toEqual([
    "a/b/s.jsonl",
    "a/x.eval",
    "a/y.traj",
    "a/z.traj.json",
    "q.txt",
  ]);
});

test("what Claude Code notes of a sub-agent beside its session file is no log, unless it is named", async () => {
  await mkdir(join(folder, "s/subagents"), { recursive: true });
  for (const name of ["agent-a1.jsonl", "agent-a1.meta.json", "meta.json"]) {
    await writeFile(join(folder, "s/subagents", name), "{}");
  }
  expect(await names("s")).toEqual(["s/subagents/agent-a1.jsonl", "s/subagents/meta.json"]);
  expect(await names("s/subagents/agent-a1.meta.json")).toHaveLength(1);
});

test("links that lead in circles end, and a file counts once however many links lead to it", async () => {
  await mkdir(join(folder, "a"));
  await writeFile(join(folder, "a/s.jsonl"), "");
  await symlink("..", join(folder, "a/up"));
  await symlink("s.jsonl", join(folder, "a/again.jsonl"));
  await symlink("nowhere", join(folder, "a/broken.jsonl"));
  expect(await names(".", "a", "a/s.jsonl")).toHaveLength(1);
  const { problems } = await findLogs([folder]);
  expect(problems.map(({ reason }) => reason)).toEqual([expect.stringContaining("ENOENT")]);
});

test("a socket is named and not read", async () => {
  const server = createServer();
  const path = join(folder, "s.jsonl");
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const { files, problems } = await findLogs([folder]);
  await new Promise((resolve) => server.close(resolve));
  expect([files, problems]).toEqual([[], [{ path, reason: "neither a file nor a folder" }]]);
});

test("a path that does not exist is the user's mistake", async () => {
  await expect(findLogs([join(folder, "nope")])).rejects.toThrow(/nope cannot be read/);
});
