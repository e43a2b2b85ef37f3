import { resolve } from "node:path";
import { answerPower, assumedCosts, type Costs } from "../plan/plan.ts";
import { loadSuite, withOverrides } from "../suite/suite.ts";
import { realTime } from "./dryRun.ts";
import { assumedFrom, readPlanFlags } from "./planFlags.ts";
import { measureRun, type MeasuredRun } from "./planMeasured.ts";
import { renderPower } from "./planTables.ts";

/**
 * `sametwice plan SUITE`: sessions, replays and money for a question, or all that the suite's own size can and cannot show.
 * Starts nothing.
 * @returns exit code
 */
export async function planCommand(suiteFile: string, rawFlags: unknown): Promise<number> {
  const flags = readPlanFlags(rawFlags);
  const { strategies, lanes, perPrompt, waves, fromRun } = flags;
  const suite = withOverrides(await loadSuite(resolve(suiteFile)), {
    strategies,
    lanes,
    perPrompt,
    waves,
  });
  const measured: MeasuredRun | null =
    fromRun === undefined ? null : await measureRun(fromRun, flags);
  const replays = suite.prompts.length * suite.size.perPrompt;
  const assumed = { ...assumedFrom(flags.given, measured?.rates ?? null), replays };
  const costs: Costs = measured?.costs ?? assumedCosts(suite, realTime);
  const report = answerPower(suite, { ...flags.question, assumed }, costs);
  process.stdout.write(
    flags.json ? `${JSON.stringify(report, null, 2)}\n` : `${renderPower(report)}\n`,
  );
  return 0;
}
