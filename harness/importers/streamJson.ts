import { z } from "zod";
import type { Ending } from "../transcript/transcript.ts";
import {
  agentEvents,
  apiUsage,
  createKeepOutput,
  messageContent,
  resultEvents,
  userText,
  type KeepOutput,
} from "./blocks.ts";
import { firstPromptOf, isEmpty, transcriptOf, type LogEvent } from "./conversation.ts";
import { flag, list, maybeNumber, maybeText } from "./fields.ts";
import { stemOf, taskOf } from "./fileNames.ts";
import type { Findings } from "./findings.ts";
import { importedOf } from "./imported.ts";
import type { Imported, Take, Thread } from "./types.ts";

const line = z.object({
  type: z.string(),
  subtype: maybeText,
  session_id: maybeText,
  claude_code_version: maybeText,
  model: maybeText,
  cwd: maybeText,
  parent_tool_use_id: maybeText,
  timestamp: maybeText,
  error: maybeText,
  tool_use_id: maybeText,
  message: z
    .object({ id: maybeText, model: maybeText, content: messageContent })
    .nullish()
    .catch(null),
  /** the client's own words to the model: skills, hooks */
  isSynthetic: flag,
  is_error: flag,
  result: maybeText,
  errors: z.array(z.string()).catch([]),
  stop_reason: maybeText,
  terminal_reason: maybeText,
  api_error_status: maybeNumber,
  num_turns: maybeNumber,
  duration_ms: maybeNumber,
  total_cost_usd: maybeNumber,
  usage: apiUsage,
  local_command: maybeText,
  permission_denials: list,
  origin: z.object({ kind: z.string() }).nullish().catch(null),
});
type StreamLine = z.infer<typeof line>;

type Conversation = {
  session: string | null;
  version: string | null;
  model: string | null;
  date: string | null;
  workspace: string | null;
  readonly keep: KeepOutput;
  /** by thread */
  readonly firstMessages: Map<string, string>;
  /** events of the main thread under "", of sub-agents under the call that they belong to */
  readonly threads: Map<string, LogEvent[]>;
  /** calls that the permission system refused */
  readonly denied: Set<string>;
  /** the session's cost so far, US dollars */
  spentUsd: number;
  /** a turn is open between its first words and its result */
  isTurnOpen: boolean;
  /** how many events the main thread had at the last init */
  eventsAtInit: number;
};

/** Reads what `--output-format stream-json` printed. It does not hold the prompts, unless they were replayed into it. */
export function createStreamReader(name: string, findings: Findings, take: Take) {
  let number = 0;
  let now = newConversation(findings.other);
  const close = () => {
    number++;
    for (const one of transcriptsOf(name, now, number)) take(one);
  };
  return {
    add: (at: number, value: unknown): void => {
      const { data } = line.safeParse(value);
      if (data === undefined) return findings.problem(at, "no type: not an event");
      const isInit = data.type === "system" && data.subtype === "init";
      // Every turn begins with an init; only another session id begins another conversation.
      const isOther = isInit && now.session !== null && data.session_id !== now.session;
      if (isOther || data.type === "conversation_reset") {
        close();
        now = newConversation(findings.other);
      }
      if (isInit) {
        now.eventsAtInit = eventsOf(now, "").length;
        now.session = data.session_id;
        now.version = data.claude_code_version;
        now.model = data.model;
        now.workspace = data.cwd;
      }
      if (!addEvents(now, data, findings.other)) findings.other(describe(data));
    },
    finish: close,
  };
}

function newConversation(other: (kind: string) => void): Conversation {
  return {
    session: null,
    version: null,
    model: null,
    date: null,
    workspace: null,
    keep: createKeepOutput(other),
    firstMessages: new Map(),
    threads: new Map(),
    denied: new Set(),
    spentUsd: 0,
    isTurnOpen: false,
    eventsAtInit: 0,
  };
}

function describe({ type, subtype }: StreamLine): string {
  return subtype === null ? type : `${type}/${subtype}`;
}

/** @returns false when the line is no part of the conversation */
function addEvents(now: Conversation, data: StreamLine, other: (kind: string) => void): boolean {
  const main = eventsOf(now, "");
  now.date ??= data.timestamp;
  if (data.type === "system") {
    if (data.subtype === "permission_denied" && data.tool_use_id) now.denied.add(data.tool_use_id);
    return data.subtype === "init" || data.subtype === "permission_denied";
  }
  if (data.type === "result") {
    // The end of a background task answers nobody: all since the last init is no turn of the user.
    if (data.origin?.kind === "task-notification") {
      main.splice(now.eventsAtInit);
      now.isTurnOpen = false;
      return false;
    }
    for (const denial of data.permission_denials) {
      const { data: call } = z.object({ tool_use_id: z.string() }).safeParse(denial);
      if (call !== undefined) now.denied.add(call.tool_use_id);
    }
    if (data.local_command === null) main.push(...resultLineEvents(now, data));
    now.spentUsd = data.total_cost_usd ?? now.spentUsd;
    now.isTurnOpen = false;
    return true;
  }
  const { message } = data;
  if (!message || !["assistant", "user"].includes(data.type)) return false;
  const thread = eventsOf(now, data.parent_tool_use_id ?? "");
  const isMain = data.parent_tool_use_id === null;
  const events = messageEvents(data, message, { other, keep: now.keep });
  if (isMain && !now.isTurnOpen && events.length > 0) {
    if (events[0]?.kind !== "prompt") thread.push({ kind: "prompt", text: "" });
    now.isTurnOpen = true;
  }
  const key = data.parent_tool_use_id ?? "";
  const isFirst = data.type === "assistant" && events.length > 0 && !now.firstMessages.has(key);
  if (isFirst && message.id !== null) now.firstMessages.set(key, message.id);
  thread.push(...events);
  return events.length > 0;
}

function messageEvents(
  data: StreamLine,
  message: NonNullable<StreamLine["message"]>,
  { other, keep }: { readonly other: (kind: string) => void; readonly keep: KeepOutput },
): LogEvent[] {
  const { content, id, model } = message;
  if (data.type === "assistant") {
    const isCut = data.error === "max_output_tokens";
    if (isCut) return [{ kind: "ending", ending: { kind: "truncated", at: "max-tokens" } }];
    return model === "<synthetic>" ? [] : agentEvents(id ?? "", content, other);
  }
  const results = resultEvents(content, keep);
  const text = results.length > 0 || data.isSynthetic ? "" : userText(content).trim();
  if (text.startsWith("[Request interrupted by user")) {
    return [{ kind: "ending", ending: { kind: "interrupted" } }];
  }
  return text === "" ? results : [{ kind: "prompt", text }];
}

function resultLineEvents(now: Conversation, data: StreamLine): LogEvent[] {
  const { usage, total_cost_usd, duration_ms } = data;
  const ending = reportedEnding(data);
  const costUsd = total_cost_usd === null ? null : Math.max(0, total_cost_usd - now.spentUsd);
  return [
    ...(usage ? [{ kind: "turn-usage" as const, usage: { ...usage, costUsd } }] : []),
    ...(duration_ms === null ? [] : [{ kind: "wall" as const, ms: duration_ms }]),
    ...(ending === null ? [] : [{ kind: "ending" as const, ending }]),
  ];
}

/** As for live sessions: API failures come as "success", and the model's own stop comes as a failure. */
function reportedEnding(data: StreamLine): Ending | null {
  const { subtype, stop_reason, terminal_reason, errors } = data;
  if (subtype === "error_max_turns" || terminal_reason === "max_turns") {
    const told = /\((\d+)\)/.exec(errors.join(" "))?.[1];
    return { kind: "turn-limit", turns: told === undefined ? (data.num_turns ?? 0) : Number(told) };
  }
  if (stop_reason === "refusal") return { kind: "refused" };
  if (stop_reason === "model_context_window_exceeded" || terminal_reason === "prompt_too_long") {
    return { kind: "truncated", at: "context-window" };
  }
  if (stop_reason === "max_tokens") return { kind: "truncated", at: "max-tokens" };
  if (terminal_reason?.startsWith("aborted_")) return { kind: "interrupted" };
  if (!data.is_error && (subtype === null || subtype === "success")) return null;
  const message = errors.join("; ") || data.result || (subtype ?? "unknown failure");
  return { kind: "api-error", status: data.api_error_status, message };
}

function eventsOf({ threads }: Conversation, key: string): LogEvent[] {
  const found = threads.get(key);
  if (found !== undefined) return found;
  const events: LogEvent[] = [];
  threads.set(key, events);
  return events;
}

function transcriptsOf(name: string, one: Conversation, number: number): Imported[] {
  return [...one.threads].flatMap(([thread, events]): Imported[] => {
    const isMain = thread === "";
    // A capture that stops before the result was ended from outside.
    const cut: LogEvent[] =
      isMain && one.isTurnOpen ? [{ kind: "ending", ending: { kind: "interrupted" } }] : [];
    const transcript = transcriptOf([
      ...events.map((event) => withDenial(event, one.denied)),
      ...cut,
    ]);
    if (isEmpty(transcript)) return [];
    const told = firstPromptOf(transcript);
    const owner: Thread = isMain ? { kind: "main" } : { kind: "sub-agent", id: thread };
    return [
      importedOf({
        transcript,
        thread: owner,
        workspace: one.workspace,
        firstMessage: firstMessageOf(one, thread),
        group: {
          prompt: told ?? taskOf(name),
          session: one.session ?? `${stemOf(name)}#${number}`,
          version: one.version,
          date: one.date,
          model: one.model,
        },
        problems: [
          ...(told === null ? ["The capture holds no prompt; the file's name stands in."] : []),
          ...(cut.length > 0 ? ["The capture ends before the result of its last turn."] : []),
        ],
      }),
    ];
  });
}

/** Captures have no times of the model's messages. */
function firstMessageOf({ firstMessages }: Conversation, thread: string): Imported["firstMessage"] {
  const id = firstMessages.get(thread);
  return id === undefined ? null : { id, at: null };
}

function withDenial(event: LogEvent, denied: ReadonlySet<string>): LogEvent {
  if (event.kind !== "result" || !denied.has(event.callId)) return event;
  const output = event.outcome.kind === "open" ? "" : event.outcome.output;
  return { ...event, outcome: { kind: "denied", output } };
}
