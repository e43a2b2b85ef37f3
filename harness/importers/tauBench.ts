import { z } from "zod";
import { unknownUsage, type Ending } from "../transcript/transcript.ts";
import { chatEvents, chatText } from "./chatMessages.ts";
import { transcriptOf, type LogEvent } from "./conversation.ts";
import { list, maybeNumber, maybeText } from "./fields.ts";
import { stemOf } from "./fileNames.ts";
import type { Findings } from "./findings.ts";
import { importedOf } from "./imported.ts";
import { isObject } from "./parse.ts";
import type { Imported } from "./types.ts";

const trial = z.object({
  task_id: z.union([z.number(), z.string()]).transform(String),
  trial: maybeNumber,
  reward: maybeNumber,
  traj: list,
  // The second version calls them otherwise and tells more.
  messages: list,
  reward_info: z.object({ reward: maybeNumber }).nullish().catch(null),
  termination_reason: maybeText,
  start_time: maybeText,
  duration: maybeNumber,
  agent_cost: maybeNumber,
});
type Trial = z.infer<typeof trial>;

const results = z.object({
  simulations: list,
  info: z
    .object({ agent_info: z.object({ llm: maybeText }).nullish().catch(null) })
    .nullish()
    .catch(null),
});

/** Results of tau-bench (a list of trials) and tau2-bench (`simulations`): solved means a reward of 1. */
export function readTauBench(name: string, value: unknown, findings: Findings): Imported[] {
  if (Array.isArray(value)) return trialsOf(value, null, { name, findings });
  const { data } = results.safeParse(value);
  if (data === undefined || data.simulations.length === 0) {
    return trialsOf([value], null, { name, findings });
  }
  return trialsOf(data.simulations, data.info?.agent_info?.llm ?? null, { name, findings });
}

function trialsOf(
  entries: readonly unknown[],
  model: string | null,
  { name, findings }: { readonly name: string; readonly findings: Findings },
): Imported[] {
  return entries.flatMap((raw, index): Imported[] => {
    const { data } = trial.safeParse(raw);
    if (data === undefined) {
      findings.problem(index + 1, "no trial: its task_id is missing");
      return [];
    }
    const messages = data.traj.length > 0 ? data.traj : data.messages;
    const hasFailed = messages.length === 0;
    const reward = data.reward ?? data.reward_info?.reward ?? null;
    return [
      importedOf({
        transcript: transcriptOf([
          ...conversationEvents(messages),
          ...closingEvents(data, messages),
        ]),
        group: {
          prompt: `task ${data.task_id}`,
          // Each trial of a task is a conversation of its own.
          session: `${stemOf(name)} task ${data.task_id} trial ${data.trial ?? index}`,
          date: data.start_time,
          model,
        },
        // Rewards are floats; tau-bench itself allows 1e-6.
        outcome: hasFailed || reward === null ? null : Math.abs(reward - 1) <= 1e-6,
      }),
    ];
  });
}

/** The agent's side only: the simulated user has tools of its own in the second version. */
function conversationEvents(messages: readonly unknown[]): LogEvent[] {
  const own = messages.flatMap(flattened).filter(isOfAgent);
  // The user's last word ("###STOP###") ends the conversation and asks for nothing.
  const end = isObject(own.at(-1)) && own.at(-1)?.["role"] === "user" ? -1 : undefined;
  return chatEvents(own.slice(0, end));
}

type Message = Readonly<Record<string, unknown>>;

/** Results of parallel calls lie in one message; each names its call by its own id. */
function flattened(raw: unknown): Message[] {
  if (!isObject(raw)) return [];
  const parts = raw["tool_messages"];
  if (raw["role"] !== "tool") return [raw];
  const found = Array.isArray(parts) ? parts.filter(isObject) : [raw];
  return found.map((one) => ({ ...one, tool_call_id: one["tool_call_id"] ?? one["id"] }));
}

function isOfAgent(message: Message): boolean {
  if (message["requestor"] === "user") return false;
  return message["role"] !== "user" || chatText(message["content"]) !== "";
}

function closingEvents(data: Trial, messages: readonly unknown[]): LogEvent[] {
  const ending = endingOf(data, messages);
  const { duration, agent_cost: costUsd } = data;
  return [
    ...(duration === null ? [] : [{ kind: "wall" as const, ms: duration * 1000 }]),
    ...(costUsd === null
      ? []
      : [{ kind: "turn-usage" as const, usage: { ...unknownUsage, costUsd } }]),
    ...(ending === null ? [] : [{ kind: "ending" as const, ending }]),
  ];
}

function endingOf(data: Trial, messages: readonly unknown[]): Ending | null {
  const reason = data.termination_reason;
  if (reason === "max_steps" || reason === "too_many_errors")
    return { kind: "turn-limit", turns: 0 };
  if (reason === "user_stop" || reason === "agent_stop") return { kind: "completed" };
  if (reason !== null) return { kind: "api-error", status: null, message: reason };
  // The benchmark writes an empty trajectory and a reward of 0 when its own code or the API failed.
  if (messages.length === 0) {
    return { kind: "api-error", status: null, message: "the trial has no messages" };
  }
  const last = messages.at(-1);
  // A tool that ends the conversation (a transfer to a human) or the user's last word: both are the agent's work done.
  return isObject(last) && last["role"] !== "assistant" ? { kind: "completed" } : null;
}
