import { seededRandom } from "../../base/base.ts";
import { behaviourOf } from "../behaviour/behaviourOf.ts";
import type { BehaviourReplay, PromptBehaviour } from "../behaviour/types.ts";
import { groupBy } from "../estimates.ts";
import type { ComparedLog } from "./compareLogs.ts";
import { keyOf } from "./groupings.ts";

/**
 * Where the replays of one prompt part, and into which modes they fall. Weeks stand in for waves: what belongs to one of them came with
 * time. Permutations draw from the prompt, so that the same logs give the same numbers.
 * @returns null when the prompt has nothing to compare
 */
export function logBehaviour(
  prompt: string,
  compared: readonly ComparedLog[],
  level: number,
): PromptBehaviour | null {
  const own = compared.filter(({ replay }) => replay.keys.prompt === prompt);
  const [first] = own;
  if (first === undefined) return null;
  const replaysOf = groupBy(own, ({ replay }) => replay.keys.session);
  // People find a transcript by its session, not by the order in which files were read.
  const nameOf = ({ replay }: ComparedLog) => {
    const { session } = replay.keys;
    const place = replaysOf.get(session)?.findIndex((one) => one.replay === replay) ?? 0;
    return place === 0 ? session : `${session} (${place + 1})`;
  };
  return behaviourOf(
    {
      promptId: prompt,
      gate: first.structured.gate,
      replays: own.map((one) => behaviourReplay(one, nameOf(one))),
    },
    { level, randomFor: (what) => seededRandom(0, "score", prompt, what) },
  );
}

function behaviourReplay(
  { replay, structured, verdict }: ComparedLog,
  id: string,
): BehaviourReplay {
  const { session, version, strategy } = replay.keys;
  return {
    id,
    structure: replay.structure,
    session,
    // Logs tell of nothing that sessions share.
    lane: session,
    wave: keyOf(replay, "week"),
    version,
    strategy,
    clientConfiguration: structured.clientConfiguration,
    diverged: verdict === null ? null : verdict.diverged,
    transcript: null,
    workspace: replay.workspace,
  };
}
