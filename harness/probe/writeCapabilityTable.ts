/**
 * Writes `harness/agents/claudeCode/capabilityTable.json`: `npm run capabilities` measures every version of the list again,
 * `npm run capabilities -- 2.1.400 2.1.410` measures those and keeps the others. Versions that the cache does not have yet are
 * removed after their probe: together they have several gigabytes.
 */
import { execa } from "execa";
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  claudeCodeAgent,
  platformOfThisMachine,
  shippedVersions,
  tableText,
  type MeasuredVersion,
} from "../agents/agents.ts";
import { systemClock } from "../base/base.ts";
import { measureVersion } from "./measureVersion.ts";

/** Those of which most is known, those around the turning points of /clear and betas, and some of every stretch between. */
const versions = [
  ["1.0.128", "2.0.14", "2.0.76", "2.1.0", "2.1.20", "2.1.34", "2.1.42", "2.1.50", "2.1.68"],
  ["2.1.86", "2.1.104", "2.1.112", "2.1.113", "2.1.114", "2.1.116", "2.1.117", "2.1.118"],
  ["2.1.119", "2.1.121", "2.1.126", "2.1.128", "2.1.129", "2.1.131", "2.1.132", "2.1.136"],
  ["2.1.139", "2.1.142", "2.1.156", "2.1.169", "2.1.183", "2.1.200", "2.1.216", "2.1.232"],
  ["2.1.250", "2.1.267", "2.1.284", "2.1.300", "2.1.314", "2.1.328"],
].flat();

const file = fileURLToPath(new URL("../agents/claudeCode/capabilityTable.json", import.meta.url));
const platform = platformOfThisMachine();
const cacheDirectory = process.env["SAMETWICE_CACHE"];

async function measure(version: string): Promise<MeasuredVersion> {
  const scratch = await mkdtemp(join(tmpdir(), "capabilities-"));
  try {
    const agent = claudeCodeAgent({ cacheDirectory: (await cacheOf(version)) ?? scratch });
    const prepared = await agent.prepare(version);
    const probedAt = new Date(systemClock.now()).toISOString().slice(0, 10);
    return await measureVersion({ prepared, platform, probedAt });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function cacheOf(version: string): Promise<string | null> {
  if (cacheDirectory === undefined) return null;
  const folder = join(cacheDirectory, "claude-code", `${version}-${platform}`);
  return access(folder).then(
    () => cacheDirectory,
    () => null,
  );
}

const asked = process.argv.slice(2);
const table = new Map(shippedVersions.map((one) => [one.version, one]));
for (const version of asked.length > 0 ? asked : versions) {
  const measured = await measure(version);
  table.set(version, measured);
  // At once, so that a version that cannot be had does not cost what was measured before it.
  await writeFile(file, tableText([...table.values()]));
  await execa("oxfmt", [file], { preferLocal: true });
  const { clear, betaSuppression, refusal } = measured;
  process.stderr.write(
    `${version}: ${refusal ?? `/clear ${clear}, beta suppression ${betaSuppression}`}\n`,
  );
}
