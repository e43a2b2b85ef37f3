import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resetWorkspace } from "./resetWorkspace.ts";
import { outcomeOf, snapshotOf } from "./workspace.ts";

let root: string;
let pristine: string;
let work: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sametwice-workspace-"));
  pristine = join(root, "pristine");
  work = join(root, "work");
  await mkdir(join(pristine, "src"), { recursive: true });
  await mkdir(work);
  await writeFile(join(pristine, "src/a.ts"), "export const a = 1;\n");
  await writeFile(join(pristine, "readme.txt"), "hello\n");
});
const reset = async () => resetWorkspace(await snapshotOf(pristine), work);
afterEach(() => rm(root, { recursive: true, force: true }));

test("a workspace that was only copied has no changes", async () => {
  await reset();
  expect((await outcomeOf(await snapshotOf(pristine), work)).changes).toEqual([]);
});

test("changed, new and deleted files are told apart, sorted by path", async () => {
  await reset();
  await writeFile(join(work, "src/a.ts"), "export const a = 2;\n");
  await writeFile(join(work, "new.bin"), Buffer.from([1, 0, 2]));
  await rm(join(work, "readme.txt"));
  const { changes } = await outcomeOf(await snapshotOf(pristine), work);
  expect(changes.map(({ path, kind, before, after }) => [path, kind, before, after])).toEqual([
    ["new.bin", "created", null, null],
    ["readme.txt", "deleted", "hello\n", null],
    ["src/a.ts", "modified", "export const a = 1;\n", "export const a = 2;\n"],
  ]);
});

test("what a file was is not known when somebody changed the pristine folder during the run", async () => {
  await reset();
  const snapshot = await snapshotOf(pristine);
  await writeFile(join(pristine, "src/a.ts"), "export const a = 9;\n");
  await rm(join(pristine, "readme.txt"));
  await rm(join(work, "readme.txt"));
  await writeFile(join(work, "src/a.ts"), "export const a = 2;\n");
  const { changes } = await outcomeOf(snapshot, work);
  expect(changes.map(({ path, kind, before }) => [path, kind, before])).toEqual([
    ["readme.txt", "deleted", null],
    ["src/a.ts", "modified", null],
  ]);
});

test("nothing of one replay reaches the next: strangers, folders and read-only files are gone after a reset", async () => {
  await reset();
  await mkdir(join(work, "deep/er"), { recursive: true });
  await writeFile(join(work, "deep/er/left.txt"), "leftover");
  await writeFile(join(work, "src/a.ts"), "broken");
  await chmod(join(work, "src/a.ts"), 0o444);
  await reset();
  expect(await readFile(join(work, "src/a.ts"), "utf8")).toBe("export const a = 1;\n");
  expect((await outcomeOf(await snapshotOf(pristine), work)).changes).toEqual([]);
});

test("a link is not followed out of the workspace", async () => {
  await reset();
  await writeFile(join(root, "outside.txt"), "secret");
  await symlink(join(root, "outside.txt"), join(work, "link.txt"));
  expect((await outcomeOf(await snapshotOf(pristine), work)).changes).toEqual([]);
});

test("a file over 256 KiB is told by its hash only", async () => {
  await reset();
  await writeFile(join(work, "big.txt"), "x".repeat(300_000));
  const { changes } = await outcomeOf(await snapshotOf(pristine), work);
  const [change] = changes;
  expect(change).toMatchObject({ path: "big.txt", kind: "created", after: null });
  expect(change?.hash).toMatch(/^[0-9a-f]{64}$/);
});

test("what is not looked into makes an outcome incomplete: equal changes then prove nothing", async () => {
  await reset();
  expect((await outcomeOf(await snapshotOf(pristine), work)).isComplete).toBe(true);
  await mkdir(join(work, "node_modules"));
  expect((await outcomeOf(await snapshotOf(pristine), work)).isComplete).toBe(false);
});

test("a link within a workspace stays within its copy: writing through it leaves the pristine folder alone", async () => {
  await symlink("src/a.ts", join(pristine, "link.ts"));
  await reset();
  expect(await readlink(join(work, "link.ts"))).toBe("src/a.ts");
  await writeFile(join(work, "link.ts"), "changed");
  expect(await readFile(join(pristine, "src/a.ts"), "utf8")).toBe("export const a = 1;\n");
});

test.each([
  ["at once", false],
  ["side by side", true],
])("copied %s, a workspace keeps times, permissions and empty folders", async (_how, hasMore) => {
  await mkdir(join(pristine, "empty"));
  await writeFile(join(pristine, "src/run.sh"), "true", { mode: 0o755 });
  await utimes(join(pristine, "src/run.sh"), 1_000_000_000, 1_000_000_000);
  await mkdir(join(pristine, "locked"));
  await writeFile(join(pristine, "locked/a.txt"), "a");
  await chmod(join(pristine, "locked"), 0o555);
  if (hasMore) await mkdir(join(pristine, "node_modules"));
  for (let time = 0; time < 2; time++) await reset();
  expect((await readdir(work)).filter((name) => name !== "node_modules")).toEqual([
    "empty",
    "locked",
    "readme.txt",
    "src",
  ]);
  const script = await stat(join(work, "src/run.sh"));
  expect([script.mode & 0o777, script.mtimeMs]).toEqual([0o755, 1_000_000_000_000]);
  expect((await stat(join(work, "locked"))).mode & 0o777).toBe(0o555);
  await chmod(join(pristine, "locked"), 0o755);
  await chmod(join(work, "locked"), 0o755);
});

test("more files than are copied at once or read at a time are all copied and read", async () => {
  const names = Array.from({ length: 200 }, (_, at) => `f${at}.txt`);
  for (const name of names) await writeFile(join(pristine, name), name);
  await reset();
  await rm(join(work, "f7.txt"));
  const { changes } = await outcomeOf(await snapshotOf(pristine), work);
  expect(changes.map(({ path, kind }) => [path, kind])).toEqual([["f7.txt", "deleted"]]);
});
