import { isMissing, type Ending, type Turn } from "../../transcript/transcript.ts";
import type { AgentSession } from "../types.ts";
import { clearOutcome } from "./clearOutcome.ts";
import { startExchanger, type DriverConfig, type Exchange, type Launch } from "./exchange.ts";
import { readTurn } from "./readTurn.ts";

/**
 * Starts a program that speaks stream-json and waits until it is ready. A program that ends or hangs instead gives a
 * session that is not alive, whose first turn ends as `crashed` or `timed-out`. A failed turn ends the process: what a
 * hanging process still does to the workspace must not reach the next replay.
 * @throws Error when the program cannot be started at all
 */
export async function startStreamJsonSession(
  launch: Launch,
  config: DriverConfig,
): Promise<AgentSession> {
  const startedAt = performance.now();
  const { pid, dialogue, exchange, isAlive, stop } = await startExchanger(launch, config);
  const startWallMs = performance.now() - startedAt;
  // The agent's cost counter runs on over the session's turns.
  let spentUsd = 0;

  const playTurn = async (prompt: string): Promise<{ turn: Turn; ending: Ending }> => {
    const exchanged = await exchange(prompt);
    const { events, failure, wallMs } = exchanged;
    const { turn, ending } = readTurn(events, { prompt, wallMs, costBeforeUsd: spentUsd });
    spentUsd = totalCostUsd(exchanged) ?? spentUsd;
    return { turn, ending: failure ?? ending ?? { kind: "interrupted" } };
  };
  return {
    pid,
    startWallMs,
    play: async (prompts) => {
      const turns: Turn[] = [];
      let ending: Ending = { kind: "no-answer" };
      for (const prompt of prompts) {
        const played = await playTurn(prompt);
        turns.push(played.turn);
        ending = played.ending;
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
    notes: dialogue.notes,
    isAlive,
    stop,
  };
}

function totalCostUsd({ events }: Exchange): number | null {
  return events.findLast((event) => event.kind === "result")?.totalCostUsd ?? null;
}
