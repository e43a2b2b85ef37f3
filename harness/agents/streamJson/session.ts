import { isMissing, type Ending, type Turn } from "../../transcript/transcript.ts";
import type { AgentSession } from "../types.ts";
import { clearOutcome } from "./clearOutcome.ts";
import { startExchanger, type DriverConfig, type Exchange, type Launch } from "./exchange.ts";
import type { AgentEvent } from "./events.ts";
import { readTurn } from "./readTurn.ts";
import { answerIdsOf, versionsOf } from "./reported.ts";

/** What the protocol tells of a session; of its program it tells nothing. */
export type StreamJsonSession = Omit<AgentSession, "programSha256">;

/**
 * Starts a program that speaks stream-json and waits until it is ready. A program that ends or hangs instead gives a
 * session that is not alive, whose first turn ends as `crashed` or `timed-out`. A failed turn ends the process: what a
 * hanging process still does to the workspace must not reach the next replay.
 * @throws Error when the program cannot be started at all
 */
export async function startStreamJsonSession(
  launch: Launch,
  config: DriverConfig,
): Promise<StreamJsonSession> {
  const startedAt = performance.now();
  const { pid, dialogue, exchange, isAlive, stop } = await startExchanger(launch, config);
  const startWallMs = performance.now() - startedAt;
  // The agent's cost counter runs on over the session's turns.
  let spentUsd = 0;
  /** events of the last `play` */
  let played: AgentEvent[] = [];

  const playTurn = async (prompt: string): Promise<{ turn: Turn; ending: Ending }> => {
    const exchanged = await exchange(prompt);
    const { events, failure, wallMs } = exchanged;
    played.push(...events);
    const { turn, ending } = readTurn(events, { prompt, wallMs, costBeforeUsd: spentUsd });
    spentUsd = totalCostUsd(exchanged) ?? spentUsd;
    return { turn, ending: failure ?? ending ?? { kind: "interrupted" } };
  };
  return {
    pid,
    startWallMs,
    play: async (prompts) => {
      played = [];
      const turns: Turn[] = [];
      let ending: Ending = { kind: "no-answer" };
      for (const prompt of prompts) {
        const one = await playTurn(prompt);
        turns.push(one.turn);
        ending = one.ending;
        // Whatever else a turn ended as, a user would go on; after a failure there is nobody to talk to.
        if (isMissing(ending)) break;
      }
      return { schema: "sametwice.transcript/1", turns, ending };
    },
    clear: async () => {
      const before = dialogue.sessionId();
      const exchanged = await exchange("/clear");
      spentUsd = totalCostUsd(exchanged) ?? spentUsd;
      const { events, failure } = exchanged;
      if (failure === null) return clearOutcome(events, before);
      return { kind: "not-cleared", reason: `the agent's process ended as ${failure.kind}` };
    },
    reportedVersion: dialogue.version,
    reportedVersions: () => versionsOf(played),
    answerIds: () => answerIdsOf(played),
    notes: dialogue.notes,
    isAlive,
    stop,
  };
}

function totalCostUsd({ events }: Exchange): number | null {
  return events.findLast((event) => event.kind === "result")?.totalCostUsd ?? null;
}
