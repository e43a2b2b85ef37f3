import { classifyRun } from "../analysis/analysis.ts";
import { UserError } from "../base/base.ts";
import { measuredCosts, measuredRates, type Costs, type MeasuredRates } from "../plan/plan.ts";
import { baselineOf, type RunRecords } from "../record/record.ts";
import { openStore } from "../store/store.ts";
import { parsersForRun } from "./parsersFor.ts";
import { storeFileOf } from "./runFlags.ts";

/** What a recorded run says about the next one. */
export type MeasuredRun = {
  readonly costs: Costs;
  readonly rates: MeasuredRates & { readonly run: string };
};

/**
 * Costs and rates of a recorded run.
 * @throws UserError when there is no such run, or nothing was observed in it
 */
export async function measureRun(
  run: string,
  flags: { readonly out: string; readonly store?: string | undefined },
): Promise<MeasuredRun> {
  const store = await openStore(storeFileOf(flags));
  try {
    const records = await store.loadRun(run);
    const costs = measuredCosts(records);
    if (costs === null) {
      throw new UserError(`Run ${records.run.id} has no replay whose cost was seen.`, {
        advice: "Name a run that was observed and has replays, or leave --from-run out.",
      });
    }
    return { costs, rates: await ratesOf(records) };
  } finally {
    await store.close();
  }
}

async function ratesOf(records: RunRecords): Promise<MeasuredRun["rates"]> {
  const classified = classifyRun(records, { parse: await parsersForRun(records) });
  const verdicts = new Map(classified.replays.map(({ id, diverged }) => [id, diverged]));
  const baseline = baselineOf(records.run.strategies);
  const own = records.replays.filter(
    ({ id, strategy, purpose }) =>
      strategy === baseline && purpose.kind === "lane" && verdicts.has(id),
  );
  const sessions = [...Map.groupBy(own, ({ session }) => session).values()].map((replays) => ({
    diverged: replays.filter(({ id }) => verdicts.get(id) === true).length,
    scored: replays.length,
  }));
  return { run: records.run.id, ...measuredRates(sessions) };
}
