import { availableParallelism } from "node:os";
import { z } from "zod";
import { UserError } from "../base/base.ts";
import type { CalibrationSize } from "../calibration/calibration.ts";

const flagsSchema = z.object({
  runs: z.number().optional(),
  quick: z.boolean().default(false),
  seed: z.number(),
  jobs: z.number().optional(),
  repeats: z.number().optional(),
  through: z.union([z.literal(true), z.array(z.string())]).optional(),
  out: z.string(),
  json: z.boolean().default(false),
});

/** Simulated runs per truth: under two minutes, and 20 seconds, on two cores. */
const [usualRuns, quickRuns] = [400, 80];
/** A run with transcripts costs about a dozen of those without. */
const runsPerStructureRun = 8;

export type CalibrateFlags = {
  readonly size: CalibrationSize;
  readonly jobs: number;
  /** profiles for runs through real processes; null for none */
  readonly through: readonly string[] | null;
  /** runs of each of these profiles */
  readonly repeats: number;
  readonly out: string;
  readonly json: boolean;
};

/**
 * Reads the flags of `calibrate`.
 * @throws UserError for flags that contradict each other or ask for nothing
 */
export function readCalibrateFlags(raw: unknown): CalibrateFlags {
  const flags = flagsSchema.parse(raw);
  if (flags.runs !== undefined && flags.quick) {
    throw new UserError("--runs and --quick both say how much is simulated.", {
      advice: "Leave one of them out.",
    });
  }
  const through = flags.through === undefined ? null : profilesOf(flags.through);
  if (through !== null && (flags.runs !== undefined || flags.quick)) {
    throw new UserError(
      "--through plays runs through real processes; --runs and --quick are for simulated ones.",
      {
        advice: "Leave --runs and --quick out; --repeats says how many runs of each profile.",
      },
    );
  }
  if (through === null && flags.repeats !== undefined) {
    throw new UserError(
      "--repeats counts runs through real processes, and --through is not there.",
      {
        advice: "Write, for example, --through sticky --repeats 3.",
      },
    );
  }
  const runs = atLeastOne("--runs", flags.runs ?? (flags.quick ? quickRuns : usualRuns));
  return {
    size: { seed: flags.seed, runs, structureRuns: Math.ceil(runs / runsPerStructureRun) },
    jobs: atLeastOne("--jobs", flags.jobs ?? availableParallelism()),
    through,
    repeats: atLeastOne("--repeats", flags.repeats ?? 1),
    out: flags.out,
    json: flags.json,
  };
}

function profilesOf(through: true | readonly string[]): readonly string[] {
  const profiles = through === true ? ["healthy", "sticky", "april"] : [...new Set(through)];
  if (profiles.length > 0) return profiles;
  throw new UserError("--through names no profile.", {
    advice: "Write, for example, --through sticky, or --through alone for all.",
  });
}

function atLeastOne(flag: string, value: number): number {
  if (value >= 1) return value;
  throw new UserError(`${flag} is ${value}; it must be a whole number, 1 or more.`, {
    advice: `Leave ${flag} out for the default.`,
  });
}
