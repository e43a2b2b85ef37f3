import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeUserError, UserError } from "../base/base.ts";
import { listProfiles, loadProfile } from "./profile.ts";

const scratch = await mkdtemp(join(tmpdir(), "vendor-test-"));
afterAll(() => rm(scratch, { recursive: true }));

test("every profile that comes with sametwice can be read and is named like its file", async () => {
  const names = await listProfiles();
  expect(names).toEqual(expect.arrayContaining(["healthy", "sticky", "april"]));
  for (let mechanism = 1; mechanism <= 6; mechanism++) {
    expect(names.filter((name) => name.startsWith(`mechanism-${mechanism}-`))).toHaveLength(1);
  }
  for (const name of names) expect((await loadProfile(name)).name).toBe(name);
});

test("an unknown profile is refused with the names of the known ones", async () => {
  expect(await refusalOf("aprill")).toMatch(/no vendor profile "aprill".*april, healthy,.*sticky/s);
});

test("a profile of one's own is read by its path", async () => {
  const file = await profileFile(
    "name: mine\ndescription: d\ntime: { replayMinutes: 1, startMinutes: 0, waveMinutes: 9 }\n",
  );
  expect(await loadProfile(file)).toMatchObject({ name: "mine", noise: 0, experiments: [] });
});

test("a mistake in a profile is shown with file, line and column", async () => {
  const file = await profileFile(
    "name: mine\ndescription: d\ntime: { replayMinutes: 1, startMinutes: 0, waveMinutes: 9 }\nexperiments:\n  - { id: x, share: 2, unit: process, effect: { degrade: 1 } }\n",
  );
  expect(await refusalOf(file)).toContain(`${file}:5:21 - experiments.0.share: `);
});

test("a profile that is no YAML is refused with its position", async () => {
  expect(await refusalOf(await profileFile("name: [mine\n"))).toMatch(
    /mine\.yaml:\d+:\d+ - This is no YAML/,
  );
});

async function refusalOf(nameOrPath: string): Promise<string> {
  const thrown: unknown = await loadProfile(nameOrPath).catch((error: unknown) => error);
  if (!(thrown instanceof UserError)) throw new Error("expected a UserError");
  return describeUserError(thrown);
}

async function profileFile(text: string): Promise<string> {
  const file = join(await mkdtemp(join(scratch, "profile-")), "mine.yaml");
  await writeFile(file, text);
  return file;
}
