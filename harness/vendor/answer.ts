import { sha256 } from "../base/base.ts";
import { decide, type Client } from "./decide.ts";
import type { GroundTruthLog } from "./groundTruth.ts";
import { composeMessage, type Message } from "./message.ts";
import type { VendorProfile } from "./profile.ts";
import type { Replays } from "./replays.ts";
import { positionOf, type MessagesRequest } from "./request.ts";
import { scriptFor, type Script, type ScriptStep } from "./script.ts";
import type { Caller } from "./whoAsks.ts";

/** A simulated vendor without its network. */
export type Simulation = {
  readonly profile: VendorProfile;
  readonly seed: number;
  readonly scripts: readonly Script[];
  readonly replays: Replays;
  readonly groundTruth: GroundTruthLog;
  /** whether a model can be asked */
  readonly isServed: (model: string) => boolean;
};

/** A request with what its path and headers tell. */
export type Question = {
  readonly request: MessagesRequest;
  readonly caller: Caller;
  readonly client: Client;
  readonly isRetry: boolean;
};

/**
 * Answers one request. Where in a script it stands is read from the request alone, so the same request gets the same answer.
 */
export async function answer(simulation: Simulation, question: Question): Promise<Message> {
  const { request, caller } = question;
  const { prompt, step } = positionOf(request.messages);
  const script = scriptFor(simulation.scripts, prompt);
  const isAside = request.max_tokens === 1 || (request.tools ?? []).length === 0;
  if (isAside || script === null) {
    return composeMessage(
      request,
      asideFor(request, script),
      sha256(JSON.stringify([caller.processId, request.messages])),
    );
  }
  const { seed, profile, replays, groundTruth } = simulation;
  const replay = replays.of(caller, { step, isRetry: question.isRetry });
  const decision = decide(profile, script, { seed, replay, client: question.client });
  const { degraded, way, experiments } = decision;
  const { replayId, processId } = replay;
  await groundTruth.write({
    replayId,
    process: processId,
    prompt: script.id,
    experiments,
    degraded,
    way,
  });
  const played = decision.steps[step] ?? askedOn(decision.steps);
  if ("answer" in played) replays.turnFinished(processId);
  return composeMessage(request, played, JSON.stringify([seed, replayId, script.id, way, step]));
}

/**
 * For a client that asks on after the last step, as Claude Code does when an answer was cut off: it is cut off again, or
 * the client would call the replay completed.
 */
function askedOn(steps: readonly ScriptStep[]): ScriptStep {
  const last = steps.at(-1);
  if (last !== undefined && "answer" in last && last.stop === "max_tokens") return last;
  return { answer: "I have nothing to add.", stop: "end_turn" };
}

/** Probes, titles and other questions that clients ask beside the conversation, and prompts that no script is for. */
function asideFor(request: MessagesRequest, script: Script | null): ScriptStep {
  if (request.max_tokens === 1) return { answer: "Hi", stop: "max_tokens" };
  if (script !== null) return { answer: script.id, stop: "end_turn" };
  return {
    answer: "This vendor is simulated and has no script for this prompt.",
    stop: "end_turn",
  };
}
