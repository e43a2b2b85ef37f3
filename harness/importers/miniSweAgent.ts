import { z } from "zod";
import { unknownUsage } from "../transcript/transcript.ts";
import { chatEvents, chatText } from "./chatMessages.ts";
import { transcriptOf, type LogEvent } from "./conversation.ts";
import { list, maybeNumber, maybeText } from "./fields.ts";
import { stemOf } from "./fileNames.ts";
import type { Findings } from "./findings.ts";
import { importedOf } from "./imported.ts";
import { patchChanges } from "./patchChanges.ts";
import { endingOf } from "./sweAgent.ts";
import type { Imported } from "./types.ts";

const trajectory = z.object({
  messages: list,
  instance_id: maybeText,
  info: z
    .object({
      exit_status: maybeText,
      submission: maybeText,
      model_stats: z.object({ instance_cost: maybeNumber }).nullish().catch(null),
      mini_version: maybeText,
      config: z
        .object({ model: z.object({ model_name: maybeText }).nullish().catch(null) })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

const message = z.object({
  role: z.string(),
  content: z.unknown().optional(),
  tool_calls: list,
  extra: z
    .object({ actions: z.array(z.object({ command: z.string() })).catch([]) })
    .nullish()
    .catch(null),
});

/** A `.traj.json` of mini-swe-agent 1 and 2: one attempt at one task. */
export function readMiniSweAgent(name: string, value: unknown, findings: Findings): Imported[] {
  const { data } = trajectory.safeParse(value);
  if (data === undefined) {
    findings.problem(null, "no trajectory as mini-swe-agent writes it");
    return [];
  }
  const { info, instance_id } = data;
  const costUsd = info?.model_stats?.instance_cost ?? null;
  const events: LogEvent[] = [
    ...eventsOf(data.messages),
    { kind: "turn-usage", usage: { ...unknownUsage, costUsd } },
    { kind: "ending", ending: endingOf(info?.exit_status ?? null) },
  ];
  return [
    importedOf({
      transcript: transcriptOf(events),
      group: {
        prompt: instance_id ?? stemOf(name),
        session: name,
        version: info?.mini_version ?? null,
        model: info?.config?.model?.model_name ?? null,
      },
      changes: patchChanges(info?.submission ?? ""),
    }),
  ];
}

/**
 * Version 2 writes tool calls. Version 1 has none: the command stands in the answer's code block, its output comes as
 * a message of the user; only the first user message is the task.
 */
function eventsOf(messages: readonly unknown[]): LogEvent[] {
  let pending: readonly string[] = [];
  let hasTask = false;
  return messages.flatMap((raw, index): LogEvent[] => {
    const { data } = message.safeParse(raw);
    if (data === undefined) return [];
    const text = chatText(data.content);
    if (data.role === "user" && !hasTask) {
      hasTask = true;
      return [{ kind: "prompt", text }];
    }
    if (data.role === "user") {
      const answered = pending;
      pending = [];
      return answered.map((callId) => resultEvent(callId, text));
    }
    if (data.role === "assistant" && data.tool_calls.length === 0) {
      const commands = commandsOf(text, data.extra?.actions ?? []);
      pending = commands.map((_, at) => `${index}.${at}`);
      const calls = commands.map((command, at) =>
        callEvent(`${index}.${at}`, String(index), command),
      );
      return [{ kind: "text", text: text.replaceAll(fence, "").trim() }, ...calls];
    }
    return chatEvents([raw]).map((event) =>
      event.kind === "call" ? { ...event, messageId: String(index) } : event,
    );
  });
}

/** `bash` in version 1, `mswea_bash_command` later. */
const fence = /```(?:bash|mswea_bash_command)\s*\n([\s\S]*?)\n```/g;

function commandsOf(text: string, actions: readonly { command: string }[]): string[] {
  if (actions.length > 0) return actions.map(({ command }) => command);
  return [...text.matchAll(fence)].map(([, command]) => (command ?? "").trim());
}

function callEvent(id: string, messageId: string, command: string): LogEvent {
  return { kind: "call", messageId, id, name: "bash", input: { command } };
}

function resultEvent(callId: string, output: string): LogEvent {
  return { kind: "result", callId, outcome: { kind: "ok", output } };
}
