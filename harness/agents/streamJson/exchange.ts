import { startChild, watchTurn, type Child, type Expiry } from "../../childProcess/childProcess.ts";
import type { Ending } from "../../transcript/transcript.ts";
import type { SessionConfig } from "../types.ts";
import { createDialogue, type Dialogue, type OpenTurn } from "./dialogue.ts";
import type { AgentEvent } from "./events.ts";

/** How to start a program that speaks stream-json on stdin and stdout. */
export type Launch = {
  readonly file: string;
  readonly args: readonly string[];
  /** its whole environment but for the markers */
  readonly env: Readonly<Record<string, string>>;
};

/** The part of a session's configuration that is the driver's business. */
export type DriverConfig = Pick<SessionConfig, "processId" | "cwd" | "timeouts" | "marker">;

/** One message and all that came of it. */
export type Exchange = {
  readonly events: readonly AgentEvent[];
  /** why its result did not come, null when it did */
  readonly failure: Ending | null;
  readonly wallMs: number;
};

/** A live program that takes one message at a time. */
export type Exchanger = {
  readonly pid: number;
  readonly dialogue: Dialogue;
  /** Sends a user message and waits for its result, for the end of the program or for a watchdog. */
  readonly exchange: (text: string) => Promise<Exchange>;
  readonly isAlive: () => boolean;
  readonly stop: () => Promise<void>;
};

/**
 * Starts a program and waits until it answers the readiness probe. One that ends or hangs instead is not alive: the
 * failure of every exchange with it says why.
 * @throws Error when the program cannot be started at all
 */
export async function startExchanger(launch: Launch, config: DriverConfig): Promise<Exchanger> {
  let onOutput = () => {};
  const dialogue = createDialogue(() => onOutput());
  const child = await startChild({ ...launch, ...config, onLine: dialogue.receive });
  const { timeouts } = config;
  /** why nothing can be said any more */
  let fate: Ending | null = null;
  let current: OpenTurn | null = null;

  const end = async () => {
    const interrupted = current;
    await child.end({
      interrupt: interrupted && (() => sendInterrupt(child, interrupted)),
      graceMs: timeouts.afterResultMs,
    });
  };
  const waitFor = async (expected: Promise<void>): Promise<void> => {
    const watch = watchTurn(timeouts);
    onOutput = watch.sawOutput;
    const failure = await Promise.race([
      expected.then(() => null),
      child.exited.then((exit): Ending => ({ kind: "crashed", ...exit })),
      watch.expired.then(timedOut),
    ]);
    watch.end();
    if (failure === null) return;
    fate ??= failure;
    await end();
  };

  const ready = dialogue.answerTo("ready");
  child.write(controlRequest("ready", "initialize"));
  await waitFor(ready);
  return {
    pid: child.pid,
    dialogue,
    exchange: async (text) => {
      const startedAt = performance.now();
      const turn = dialogue.beginTurn();
      current = turn;
      if (fate === null) {
        child.write(userMessage(text));
        await waitFor(turn.finished);
      }
      current = null;
      turn.close();
      return { events: turn.events, failure: fate, wallMs: performance.now() - startedAt };
    },
    isAlive: () => fate === null && child.isAlive(),
    stop: async () => {
      fate ??= { kind: "interrupted" };
      await end();
    },
  };
}

function timedOut({ waitedFor, afterMs }: Expiry): Ending {
  return { kind: "timed-out", waitedFor, afterMs };
}

/** An interrupted turn still gives a result; then nothing of it is running any more. */
async function sendInterrupt(child: Child, turn: OpenTurn): Promise<void> {
  child.write(controlRequest("interrupt", "interrupt"));
  await turn.finished;
}

function userMessage(text: string): string {
  const message = { role: "user", content: [{ type: "text", text }] };
  return JSON.stringify({ type: "user", message });
}

function controlRequest(requestId: string, subtype: string): string {
  return JSON.stringify({ type: "control_request", request_id: requestId, request: { subtype } });
}
