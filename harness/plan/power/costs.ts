import type { ReplayRecord, RunRecords } from "../../record/record.ts";
import type { Suite } from "../../suite/suite.ts";
import { estimateRun, type ExpectedTime } from "../estimateRun.ts";
import { planRun } from "../planRun.ts";
import type { Costs, LaneCost, PricedNeed } from "./types.ts";

/** What replays are taken to cost before anything was measured: the assumptions of `estimateRun`. */
export function assumedCosts(suite: Suite, time: ExpectedTime): Costs {
  const { replays, costUsd } = oneLane(suite, time);
  return {
    source: "assumed: the dry run's requests and tokens per replay at list prices",
    replayUsd: costUsd === null ? null : costUsd.least / replays,
    startUsd: null,
    ...time,
  };
}

/**
 * What replays of a recorded run cost on average, in the run's own time. What a start costs is the difference between replays
 * that began in a new process and the others; without others it is the mean time from spawn to readiness, and no money.
 * Replays of challenges and those that failed for reasons of harness or vendor are left out.
 * @returns null when no replay is left
 */
export function measuredCosts({ run, replays, sessions }: RunRecords): Costs | null {
  const usable = replays.filter(({ purpose, wire }) => purpose.kind === "lane" && wire !== null);
  const [fresh, warm] = [
    usable.filter(({ spawns }) => spawns > 0),
    usable.filter(({ spawns }) => spawns === 0),
  ];
  const minutes = { fresh: mean(fresh.map(minutesOf)), warm: mean(warm.map(minutesOf)) };
  const usd = { fresh: mean(fresh.map(usdOf)), warm: mean(warm.map(usdOf)) };
  const started = mean(sessions.map(({ startWallMs }) => startWallMs / 60_000)) ?? 0;
  const anyMinutes = minutes.warm ?? minutes.fresh;
  if (anyMinutes === null) return null;
  const isPriced = (usd.warm ?? usd.fresh ?? 0) > 0;
  return {
    source: `measured: ${usable.length} replays of run ${run.id}${run.vendor.kind === "simulated" ? " with the simulated vendor" : ""}`,
    replayUsd: isPriced ? (usd.warm ?? usd.fresh) : null,
    startUsd:
      isPriced && usd.warm !== null && usd.fresh !== null ? above(usd.fresh, usd.warm, 0) : null,
    replayMinutes: minutes.warm ?? Math.max(0, anyMinutes - started),
    startMinutes: above(minutes.fresh, minutes.warm, started),
  };
}

/** By how much the first mean is above the second, at least 0; `otherwise` when one of them is unknown. */
function above(first: number | null, second: number | null, otherwise: number): number {
  return first === null || second === null ? otherwise : Math.max(0, first - second);
}

function minutesOf({ time }: ReplayRecord): number {
  return time.durationMs / 60_000;
}

/** The record says 0 for a model of unknown price. */
function usdOf({ wire }: ReplayRecord): number {
  return wire?.costUsd ?? 0;
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What one lane of every strategy takes, as the estimate of a run counts it. */
export function laneCosts(suite: Suite, costs: Costs): readonly LaneCost[] {
  return oneLane(suite, costs).strategies.map(({ id, replays, spawns }) => ({
    strategy: id,
    replays,
    processes: spawns,
    minutes: replays * costs.replayMinutes + spawns * costs.startMinutes,
    usd:
      costs.replayUsd === null ? null : replays * costs.replayUsd + spawns * (costs.startUsd ?? 0),
  }));
}

/** Many lanes of every strategy. */
export function priceNeed(need: string, sessions: number, lanes: readonly LaneCost[]): PricedNeed {
  const strategies = lanes.map(({ strategy, replays, processes, minutes, usd }) => ({
    strategy,
    replays: replays * sessions,
    processes: processes * sessions,
    minutes: minutes * sessions,
    usd: usd === null ? null : usd * sessions,
  }));
  return { need, sessions, strategies, usd: totalUsd(strategies) };
}

/** @returns null when the price of any is unknown */
export function totalUsd(lanes: readonly LaneCost[]): number | null {
  return lanes.reduce<number | null>(
    (sum, { usd }) => (sum === null || usd === null ? null : sum + usd),
    0,
  );
}

function oneLane(suite: Suite, { replayMinutes, startMinutes }: ExpectedTime) {
  const one: Suite = { ...suite, size: { ...suite.size, lanes: 1, waves: 1 } };
  return estimateRun(one, planRun(one), { replayMinutes, startMinutes, withChallenges: false });
}
