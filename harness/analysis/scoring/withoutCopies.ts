import type { LoggedReplay } from "./types.ts";

export type WithoutCopies = {
  readonly replays: readonly LoggedReplay[];
  readonly copies: readonly { readonly copy: LoggedReplay; readonly of: LoggedReplay }[];
};

/**
 * Leaves one of all transcripts that begin with the same message of the vendor: resumed and forked sessions copy their history into
 * another file, captures and session files tell of the same session, and people keep backups. See `isBetter` for which one stays.
 */
export function withoutCopies(replays: readonly LoggedReplay[]): WithoutCopies {
  const firstTimes = firstTimesOf(replays);
  const best = new Map<string, LoggedReplay>();
  const keys = replays.map((replay) => keyOf(replay, firstTimes));
  for (const [at, replay] of replays.entries()) {
    const key = keys[at] ?? null;
    const before = key === null ? undefined : best.get(key);
    if (key === null || (before !== undefined && !isBetter(replay, before))) continue;
    best.set(key, replay);
  }
  const kept: LoggedReplay[] = [];
  const copies: { copy: LoggedReplay; of: LoggedReplay }[] = [];
  for (const [at, replay] of replays.entries()) {
    const key = keys[at] ?? null;
    const of = key === null ? replay : (best.get(key) ?? replay);
    if (of === replay) kept.push(replay);
    else copies.push({ copy: replay, of });
  }
  return { replays: kept, copies };
}

/** Of each message the first time that a log tells: logs without times are taken to mean that one. */
function firstTimesOf(replays: readonly LoggedReplay[]): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const { firstMessage } of replays) {
    if (firstMessage === null || firstMessage.at === null) continue;
    if (!times.has(firstMessage.id)) times.set(firstMessage.id, firstMessage.at);
  }
  return times;
}

/** Servers of local models may number messages anew in each process; a vendor's ids are long and occur once. */
const shortestUnique = 16;

/** With the time, because a simulated vendor gives the same ids again in the next run; copies keep the time of the original. */
function keyOf(
  { firstMessage, keys, isSubAgent }: LoggedReplay,
  firstTimes: ReadonlyMap<string, string>,
): string | null {
  if (firstMessage === null) return null;
  const { id } = firstMessage;
  const at = firstMessage.at ?? firstTimes.get(id) ?? null;
  const doubt = id.length < shortestUnique ? [keys.prompt, keys.session] : [];
  return JSON.stringify([id, at, isSubAgent, ...doubt]);
}

/**
 * One that can be scored stays before one that was cut off; then the one with the fewest words of the user, which is the replay of the prompt
 * before somebody went on with it; then the longest, because backups may be cut; of equals the first.
 */
function isBetter(replay: LoggedReplay, before: LoggedReplay): boolean {
  if (replay.isMissing !== before.isMissing) return before.isMissing;
  if (replay.turns !== before.turns) return replay.turns < before.turns;
  return replay.structure.effort.steps > before.structure.effort.steps;
}
