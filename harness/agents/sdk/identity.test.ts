import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readIdentity, seedIdentity } from "./identity.ts";

test("a HOME that was not seeded gets a device of its own and keeps it", async () => {
  await using one = await mkdtempDisposable(join(tmpdir(), "home-"));
  await using two = await mkdtempDisposable(join(tmpdir(), "home-"));
  const device = readIdentity(one.path);
  expect(device).toMatch(/^[0-9a-f]{64}$/);
  expect(readIdentity(one.path)).toBe(device);
  expect(readIdentity(two.path)).not.toBe(device);
});

test("a seeded HOME stands for the seeded device", async () => {
  await using home = await mkdtempDisposable(join(tmpdir(), "home-"));
  seedIdentity(home.path, "cd".repeat(32));
  expect(readIdentity(home.path)).toBe("cd".repeat(32));
});
