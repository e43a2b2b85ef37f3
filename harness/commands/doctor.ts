import { z } from "zod";
import { claudeCodeAgent, platformOfThisMachine, saveMeasured } from "../agents/agents.ts";
import { systemClock } from "../base/base.ts";
import { measureVersion } from "../probe/probe.ts";
import { cacheFolder } from "./agentFor.ts";
import { checkMachine, type MachineCheck } from "./machineChecks.ts";
import { describeMeasured } from "./describeMeasured.ts";

const doctorFlags = z.object({ cli: z.string().optional(), json: z.boolean().default(false) });

/**
 * `sametwice doctor`: whether this machine has what a run needs; with `--cli`, what a version of Claude Code can do.
 * @returns 0, or 1 when something does not work
 */
export async function doctorCommand(rawFlags: unknown): Promise<number> {
  const { cli, json } = doctorFlags.parse(rawFlags);
  const cacheDirectory = cacheFolder(process.env);
  return cli === undefined
    ? examineMachine(cacheDirectory, json)
    : examineVersion(cacheDirectory, cli, json);
}

async function examineMachine(cacheDirectory: string, json: boolean): Promise<number> {
  const checks = await checkMachine(cacheDirectory);
  process.stdout.write(json ? jsonText({ checks }) : checks.map(lineOf).join(""));
  return checks.every(({ works }) => works) ? 0 : 1;
}

function lineOf({ what, works, detail }: MachineCheck): string {
  return `${works ? "ok     " : "problem"}  ${what}: ${detail}\n`;
}

async function examineVersion(
  cacheDirectory: string,
  version: string,
  json: boolean,
): Promise<number> {
  const agent = claudeCodeAgent({ cacheDirectory });
  // Refuses what is no exact version before anything is downloaded.
  agent.capabilitiesOf(version);
  process.stderr.write(`Measuring Claude Code ${version}: a dozen starts, some seconds.\n`);
  const measured = await measureVersion({
    prepared: await agent.prepare(version),
    platform: platformOfThisMachine(),
    probedAt: new Date(systemClock.now()).toISOString().slice(0, 10),
  });
  const file = await saveMeasured(cacheDirectory, measured);
  process.stdout.write(json ? jsonText({ file, measured }) : describeMeasured(measured));
  process.stderr.write(`Kept in ${file}; here it counts for more than the shipped table.\n`);
  return measured.refusal === null ? 0 : 1;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
