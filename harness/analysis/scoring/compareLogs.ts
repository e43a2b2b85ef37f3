import {
  scoreReplays,
  type PromptCalibration,
  type StructuredReplay,
} from "../../divergence/divergence.ts";
import type { Channel } from "../../record/record.ts";
import { groupBy } from "../estimates.ts";
import type { LoggedReplay } from "./types.ts";

/** A replay beside what the other sessions with the same prompt agree on. */
export type ComparedLog = {
  readonly replay: LoggedReplay;
  readonly structured: StructuredReplay;
  /** null when there is nothing to compare with */
  readonly verdict: { readonly diverged: boolean; readonly over: readonly Channel[] } | null;
};

export type ComparedLogs = {
  /** all that have company: another session played the same prompt under the same strategy */
  readonly compared: readonly ComparedLog[];
  readonly calibrations: readonly PromptCalibration[];
  /** those without */
  readonly alone: readonly LoggedReplay[];
};

/**
 * Compares replays of a prompt with the consensus of the other sessions. Versions, dates and models share that consensus: where one of
 * them departs from it, its row shows it. Strategies have their own, where the logs name them.
 */
export function compareLogs(
  usable: readonly LoggedReplay[],
  gate: readonly Channel[],
): ComparedLogs {
  const groups = [...groupBy(usable, groupOf).values()];
  const inCompany = groups.filter((own) => sessionsOf(own) >= 2);
  const gates = gatesOf(usable, gate);
  const structured = new Map(
    inCompany.flat().map((replay) => [replay.id, structuredLog(replay, gates)] as const),
  );
  const { calibrations, scores } = scoreReplays([...structured.values()]);
  const undecided = new Set(calibrations.prompts.filter(isUndecided).map(cellOf));
  const compared = inCompany.flat().flatMap((replay): ComparedLog[] => {
    const own = structured.get(replay.id);
    const score = scores.get(replay.id);
    if (own === undefined) return [];
    const isJudged = score?.kind === "scored" && !undecided.has(cellOf(own));
    const verdict = isJudged ? { diverged: score.diverged, over: score.over } : null;
    return [{ replay, structured: own, verdict }];
  });
  const alone = groups.filter((own) => sessionsOf(own) < 2).flat();
  return { compared, calibrations: calibrations.prompts, alone };
}

/**
 * True when the others have no majority once a session of it is left out, as with 2 against 1: then which of them is the yardstick would
 * be chance, and all of them could be said to diverge.
 */
export function isUndecided({ ambiguous, reference }: PromptCalibration): boolean {
  const majority = Math.round(reference.share * reference.sessions);
  const others = reference.sessions - majority;
  return !ambiguous && others > 0 && majority - 1 <= others;
}

function cellOf(one: Pick<PromptCalibration, "promptId" | "clientConfiguration">): string {
  return JSON.stringify([one.promptId, one.clientConfiguration]);
}

function groupOf({ keys }: LoggedReplay): string {
  return JSON.stringify([keys.prompt, keys.strategy]);
}

function sessionsOf(replays: readonly LoggedReplay[]): number {
  return new Set(replays.map(({ keys }) => keys.session)).size;
}

/** Without any tool call all answers to a prompt would count as equal, so there the answer's outline gates too. */
function gatesOf(
  replays: readonly LoggedReplay[],
  gate: readonly Channel[],
): ReadonlyMap<string, readonly Channel[]> {
  return new Map(
    [...groupBy(replays, ({ keys }) => keys.prompt)].map(([prompt, own]) => {
      const isSpoken = own.every(({ structure }) => structure.tools.length === 0);
      return [prompt, isSpoken && !gate.includes("answer") ? [...gate, "answer" as const] : gate];
    }),
  );
}

function structuredLog(
  { id, keys, structure }: LoggedReplay,
  gates: ReadonlyMap<string, readonly Channel[]>,
): StructuredReplay {
  return {
    replayId: id,
    promptId: keys.prompt,
    clientConfiguration: keys.strategy ?? noStrategy,
    session: keys.session,
    structure,
    gate: gates.get(keys.prompt) ?? [],
  };
}

/** Stands for the strategy of logs that name none. */
export const noStrategy = "no strategy told";
