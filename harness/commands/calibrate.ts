import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { counted, formatDuration, UserError } from "../base/base.ts";
import {
  concludeCalibration,
  holdProfilesToGates,
  planCalibration,
  renderCalibrationMarkdown,
  renderCalibrationTerminal,
  renderProfilesMarkdown,
  type CalibrationResult,
  type Measured,
  type ProfileGate,
  type ProfileResult,
} from "../calibration/calibration.ts";
import { readCalibrateFlags, type CalibrateFlags } from "./calibrateFlags.ts";
import { calibrateThrough } from "./calibrateThrough.ts";
import { exitOnInterrupt } from "./exitOnInterrupt.ts";
import { runInWorkers } from "./runInWorkers.ts";

/**
 * `sametwice calibrate`: holds our own numbers against known truths.
 * @returns 0 when every gate passed, 1 when one failed
 */
export async function calibrateCommand(rawFlags: unknown): Promise<number> {
  const flags = readCalibrateFlags(rawFlags);
  await makeFolder(flags.out);
  if (flags.through !== null) {
    const profiles = await calibrateThrough(flags.through, flags);
    const gates = holdProfilesToGates(profiles);
    const markdown = renderProfilesMarkdown(profiles, gates);
    await publish(flags, {
      name: "calibration-through",
      markdown,
      terminal: markdown,
      result: { profiles, gates },
    });
    return gates.every(({ passed }) => passed) ? 0 : 1;
  }
  exitOnInterrupt();
  const result = await simulate(flags);
  await publish(flags, {
    name: "calibration",
    markdown: renderCalibrationMarkdown(result),
    terminal: renderCalibrationTerminal(result),
    result,
  });
  return result.passed ? 0 : 1;
}

const average = z.object({ n: z.number(), sum: z.number(), squares: z.number() });
/** The metrics are those of our own worker. */
const answer = z.record(z.string(), average).transform((measured): Measured => measured);

async function simulate({ size, jobs }: CalibrateFlags): Promise<CalibrationResult> {
  const tasks = planCalibration(size);
  const startedAt = performance.now();
  say(`${counted(tasks.length, "part")} on ${counted(jobs, "core")}`);
  const measured = await runInWorkers(tasks, {
    name: "calibrateWorker",
    jobs,
    parse: (message) => answer.parse(message),
    onDone: (done) => {
      const tenths = (count: number) => Math.floor((count * 10) / tasks.length);
      if (tenths(done) > tenths(done - 1)) say(`${tenths(done) * 10} %`);
    },
  });
  say(`took ${formatDuration(performance.now() - startedAt)}`);
  return concludeCalibration(size, tasks, measured);
}

async function publish(
  { out, json }: CalibrateFlags,
  report: {
    readonly name: string;
    readonly markdown: string;
    readonly terminal: string;
    readonly result:
      | CalibrationResult
      | { readonly profiles: readonly ProfileResult[]; readonly gates: readonly ProfileGate[] };
  },
): Promise<void> {
  process.stdout.write(json ? `${JSON.stringify(report.result, null, 2)}\n` : report.terminal);
  const file = join(resolve(out), `${report.name}.md`);
  await writeFile(file, report.markdown);
  say(`Report: ${file}`);
}

async function makeFolder(out: string): Promise<void> {
  try {
    await mkdir(resolve(out), { recursive: true });
  } catch (error) {
    throw new UserError(`The report folder ${resolve(out)} cannot be made.`, {
      advice: "Name a folder that can be written to with --out.",
      cause: error,
    });
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
