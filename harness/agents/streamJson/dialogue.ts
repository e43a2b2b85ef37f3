import { parseEvent, type AgentEvent } from "./events.ts";

/** The lines of an agent, sorted into the turns and answers that somebody waits for. */
export type Dialogue = {
  readonly receive: (line: string) => void;
  /** Collects what comes from now on; one turn at a time. */
  readonly beginTurn: () => OpenTurn;
  /** Resolves when the control request is answered, whatever the answer. */
  readonly answerTo: (requestId: string) => Promise<void>;
  /** version that the agent reports of itself, null when it has not said */
  readonly version: () => string | null;
  readonly sessionId: () => string | null;
  /** what came that nobody waited for */
  readonly notes: () => readonly string[];
};

export type OpenTurn = {
  /** grows while the turn lasts */
  readonly events: readonly AgentEvent[];
  /** resolves when the result has come */
  readonly finished: Promise<void>;
  readonly close: () => void;
};

/** @param onOutput called for every line that is an event */
export function createDialogue(onOutput: () => void): Dialogue {
  const answers = new Map<string, () => void>();
  const counts = { garbage: 0, unasked: 0 };
  let version: string | null = null;
  let sessionId: string | null = null;
  let turn: { events: AgentEvent[]; finish: () => void } | null = null;

  const receiveResult = (event: Extract<AgentEvent, { kind: "result" }>) => {
    if (turn === null || !event.isAnswer) counts.unasked++;
    // All since the last init belongs to the turn that nobody asked for; what came before is ours.
    if (turn !== null && !event.isAnswer) {
      turn.events.splice(turn.events.findLastIndex(({ kind }) => kind === "init"));
      return;
    }
    turn?.events.push(event);
    turn?.finish();
  };
  return {
    receive: (line) => {
      const event = parseEvent(line);
      if (event === null) {
        counts.garbage++;
        return;
      }
      onOutput();
      if (event.kind === "control-response") return answers.get(event.requestId)?.();
      if (event.kind === "init") ({ version, sessionId } = event);
      if (event.kind === "result") return receiveResult(event);
      turn?.events.push(event);
    },
    beginTurn: () => {
      const { promise: finished, resolve: finish } = Promise.withResolvers<void>();
      const opened = { events: [], finish };
      turn = opened;
      return { events: opened.events, finished, close: () => (turn = null) };
    },
    answerTo: (requestId) => new Promise((resolve) => answers.set(requestId, resolve)),
    version: () => version,
    sessionId: () => sessionId,
    notes: () => [
      ...(counts.garbage > 0 ? [`lines that were no events: ${counts.garbage}`] : []),
      ...(counts.unasked > 0 ? [`results that nobody asked for: ${counts.unasked}`] : []),
    ],
  };
}
