import { formatDuration, formatUsd } from "../base/base.ts";
import type { RunRecord } from "../record/record.ts";
import type { RunEvent } from "../run/run.ts";
import { isMissing } from "../transcript/transcript.ts";

/** What a run's listeners have counted so far. */
export type ProgressState = {
  readonly runId: string;
  readonly isSimulated: boolean;
  readonly waves: number;
  readonly wave: number;
  readonly lanes: number;
  readonly lanesDone: number;
  readonly replays: number;
  /** lane replays saved, by this sitting and by earlier ones */
  readonly replaysDone: number;
  readonly replaysDoneEarlier: number;
  readonly challengeReplays: number;
  readonly challenges: number;
  readonly missing: number;
  readonly unattested: number;
  readonly costUsd: number;
};

/** The state before the first event. */
export function initialProgress(run: Pick<RunRecord, "id" | "vendor">): ProgressState {
  return {
    runId: run.id,
    isSimulated: run.vendor.kind === "simulated",
    waves: 0,
    wave: 0,
    lanes: 0,
    lanesDone: 0,
    replays: 0,
    replaysDone: 0,
    replaysDoneEarlier: 0,
    challengeReplays: 0,
    challenges: 0,
    missing: 0,
    unattested: 0,
    costUsd: 0,
  };
}

/** The state after one more event. */
export function advance(state: ProgressState, event: RunEvent): ProgressState {
  switch (event.kind) {
    case "run-started":
      return {
        ...state,
        waves: event.waves,
        lanes: event.lanes,
        replays: event.replays,
        replaysDone: event.alreadySaved,
        replaysDoneEarlier: event.alreadySaved,
      };
    case "wave-started":
      return { ...state, wave: event.wave + 1 };
    case "lane-finished":
      return { ...state, lanesDone: state.lanesDone + 1 };
    case "challenge-started":
      return { ...state, challenges: state.challenges + 1 };
    case "replay-finished":
      return countReplay(state, event.replay);
    case "wave-finished":
    case "answer-clear":
    case "run-stopped":
      return state;
  }
}

function countReplay(
  state: ProgressState,
  replay: Extract<RunEvent, { kind: "replay-finished" }>["replay"],
): ProgressState {
  const isLane = replay.purpose.kind === "lane";
  return {
    ...state,
    replaysDone: state.replaysDone + (isLane ? 1 : 0),
    challengeReplays: state.challengeReplays + (isLane ? 0 : 1),
    missing: state.missing + (isMissing(replay.transcript.ending) ? 1 : 0),
    unattested: state.unattested + (replay.attestation.kind === "unattested" ? 1 : 0),
    costUsd: state.costUsd + (replay.wire?.costUsd ?? 0),
  };
}

/**
 * The run in one line: how far, how fast, how long still, what it cost.
 * @param elapsedMs real milliseconds of this sitting
 */
export function progressLine(state: ProgressState, elapsedMs: number): string {
  const played = state.replaysDone - state.replaysDoneEarlier + state.challengeReplays;
  const perMinute = elapsedMs > 0 ? (played / elapsedMs) * 60_000 : 0;
  const parts = [
    `wave ${state.wave}/${state.waves}`,
    `replays ${state.replaysDone}/${state.replays}`,
    `${Math.round(perMinute)}/min`,
    `${timeLeft(state, perMinute)} left`,
    `${state.isSimulated ? "simulated " : ""}cost ${formatUsd(state.costUsd)}`,
  ];
  if (state.challenges > 0) {
    parts.push(`challenges ${state.challenges} (${state.challengeReplays} replays)`);
  }
  if (state.missing > 0) parts.push(`missing ${state.missing}`);
  if (state.unattested > 0) parts.push(`unattested ${state.unattested}`);
  return parts.join(" · ");
}

function timeLeft(state: ProgressState, perMinute: number): string {
  if (perMinute === 0) return "?";
  return formatDuration(((state.replays - state.replaysDone) / perMinute) * 60_000);
}

const barWidth = 30;

/** The live view of a terminal: a title, a bar and the line, each cut to `columns` characters. */
export function progressView(
  state: ProgressState,
  elapsedMs: number,
  columns: number,
): readonly string[] {
  const share = state.replays === 0 ? 0 : Math.min(1, state.replaysDone / state.replays);
  const filled = Math.round(share * barWidth);
  return [
    `run ${state.runId}${state.isSimulated ? " · SIMULATED vendor" : ""}`,
    `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${Math.round(share * 100)} % · lanes ${state.lanesDone}/${state.lanes} · ${formatDuration(elapsedMs)}`,
    progressLine(state, elapsedMs),
  ].map((line) => line.slice(0, Math.max(0, columns - 1)));
}
