import { z } from "zod";
import type { Transcript } from "../transcript/transcript.ts";
import {
  agentEvents,
  apiUsage,
  createKeepOutput,
  type KeepOutput,
  messageContent,
  resultEvents,
  stopEnding,
  userText,
} from "./blocks.ts";
import { firstPromptOf, isEmpty, transcriptOf, type LogEvent } from "./conversation.ts";
import { flag, maybeText, millisecondsOf } from "./fields.ts";
import { stemOf } from "./fileNames.ts";
import type { Findings } from "./findings.ts";
import { readPrompt } from "./sessionPrompt.ts";
import { importedOf } from "./imported.ts";
import type { Imported, Take, Thread } from "./types.ts";

/** One line of a session file, reduced to what we read of it. */
type Entry = {
  readonly line: number;
  readonly uuid: string | null;
  readonly parent: string | null;
  /** "" for the main thread */
  readonly thread: string;
  readonly events: readonly LogEvent[];
  readonly isPrompt: boolean;
  readonly session: string | null;
  /** of the vendor's message; null for all that is no answer of the model */
  readonly messageId: string | null;
  readonly folder: string | null;
  readonly version: string | null;
  readonly date: string | null;
  readonly model: string | null;
};

const entry = z.object({
  type: z.string(),
  uuid: maybeText,
  parentUuid: maybeText,
  sessionId: maybeText,
  cwd: maybeText,
  agentId: maybeText,
  isSidechain: flag,
  isMeta: flag,
  isCompactSummary: flag,
  isApiErrorMessage: flag,
  version: maybeText,
  timestamp: maybeText,
  message: z
    .object({
      id: maybeText,
      model: maybeText,
      content: messageContent,
      stop_reason: maybeText,
      usage: apiUsage,
    })
    .nullish()
    .catch(null),
});
type RawEntry = z.infer<typeof entry>;

/** Reads the session files of Claude Code, 1.0 to 2.1, line by line. */
export function createSessionReader(name: string, findings: Findings, take: Take) {
  const entries: Entry[] = [];
  const keep = createKeepOutput(findings.other);
  const threads = new Map<string, string>();
  const seen = new Set<string>();
  return {
    add: (line: number, value: unknown): void => {
      const { data } = entry.safeParse(value);
      if (data === undefined) return findings.problem(line, "no type: not an entry of a session");
      const { uuid } = data;
      // Sessions that were resumed repeat entries; the first one counts.
      if (uuid !== null && seen.has(uuid)) return findings.other("repeated entry");
      const thread = threadOf(data, threads);
      if (uuid !== null) {
        seen.add(uuid);
        threads.set(uuid, thread);
      }
      const events = eventsOf(data, findings.other, keep);
      if (events.length === 0) findings.other(data.type);
      entries.push({
        line,
        uuid,
        parent: data.parentUuid,
        thread,
        events: [...clockOf(data, events), ...events],
        isPrompt: events[0]?.kind === "prompt",
        session: data.sessionId,
        messageId: events.length > 0 ? (data.message?.id ?? null) : null,
        folder: data.cwd,
        version: data.version,
        date: data.timestamp,
        model: data.message?.model === "<synthetic>" ? null : (data.message?.model ?? null),
      });
    },
    finish: (): void => {
      for (const [thread, own] of Map.groupBy(entries, (one) => one.thread)) {
        const imported = conversationOf(name, thread, own);
        if (imported !== null) take(imported);
      }
    },
  };
}

/** Sub-agents: their own file with an agent id (since 2.0), or a chain of their own among the other lines (1.0). */
function threadOf(data: RawEntry, threads: ReadonlyMap<string, string>): string {
  if (!data.isSidechain) return "";
  if (data.agentId !== null) return data.agentId;
  const inherited = data.parentUuid === null ? "" : (threads.get(data.parentUuid) ?? "");
  return inherited || (data.uuid ?? "side chain");
}

function clockOf({ timestamp }: RawEntry, events: readonly LogEvent[]): LogEvent[] {
  const atMs = millisecondsOf(timestamp);
  // A prompt's own time belongs to the turn that it begins, see eventsOf.
  return atMs === null || events.length === 0 || events[0]?.kind === "prompt"
    ? []
    : [{ kind: "clock", atMs }];
}

function eventsOf(data: RawEntry, other: (kind: string) => void, keep: KeepOutput): LogEvent[] {
  const { message } = data;
  if (!message) return [];
  if (data.type === "assistant") return assistantEvents(data, message, other);
  if (data.type !== "user") return [];
  const results = resultEvents(message.content, keep);
  if (results.length > 0) return results;
  if (data.isMeta || data.isCompactSummary) return [];
  const prompt = readPrompt(userText(message.content));
  if (prompt === null) return [];
  if (prompt.kind === "ending") return [prompt];
  const atMs = millisecondsOf(data.timestamp);
  return atMs === null ? [prompt] : [prompt, { kind: "clock", atMs }];
}

/** One line holds one block of a message; lines of one message share its id. */
function assistantEvents(
  data: RawEntry,
  message: NonNullable<RawEntry["message"]>,
  other: (kind: string) => void,
): LogEvent[] {
  if (data.isApiErrorMessage) {
    const text = userText(message.content);
    const status = Number(/\b([45]\d\d)\b/.exec(text)?.[1] ?? Number.NaN);
    const known = Number.isNaN(status) ? null : status;
    return [{ kind: "ending", ending: { kind: "api-error", status: known, message: text } }];
  }
  // The client's own words: "No response requested."
  if (message.model === "<synthetic>") return [];
  const messageId = message.id ?? data.uuid ?? "";
  const usage: LogEvent[] = message.usage
    ? [{ kind: "message-usage", messageId, usage: message.usage }]
    : [];
  return [
    ...agentEvents(messageId, message.content, other),
    ...usage,
    ...stopEnding(message.stop_reason),
  ];
}

function conversationOf(name: string, thread: string, entries: readonly Entry[]): Imported | null {
  const abandoned = abandonedOf(entries);
  const kept = entries.filter((one) => !abandoned.has(one));
  const told = transcriptOf(kept.flatMap(({ events }) => events));
  if (isEmpty(told)) return null;
  const isCut = isCutOff(told);
  const transcript = isCut ? { ...told, ending: interrupted } : told;
  const prompt = firstPromptOf(transcript);
  const owner: Thread = thread === "" ? { kind: "main" } : { kind: "sub-agent", id: thread };
  return importedOf({
    transcript,
    thread: owner,
    workspace: kept.find(({ folder }) => folder !== null)?.folder ?? null,
    firstMessage: firstMessageOf(kept),
    group: {
      prompt: prompt ?? stemOf(name),
      // A resumed session's file begins with entries of the session that it goes on with.
      session: kept.findLast(({ session }) => session !== null)?.session ?? stemOf(name),
      version: kept.find(({ version }) => version !== null)?.version ?? null,
      date: kept.find(({ date }) => date !== null)?.date ?? null,
      model: kept.find(({ model }) => model !== null)?.model ?? null,
    },
    problems: [
      ...(prompt === null ? ["It holds no prompt of a user; the file's name stands in."] : []),
      ...(isCut ? ["It ends in the middle of a turn: killed, or still running."] : []),
      ...(abandoned.size > 0
        ? [
            `The user went back and asked anew: ${abandoned.size} entries of the left branch are not read.`,
          ]
        : []),
    ],
  });
}

const interrupted = { kind: "interrupted" } as const;

/** Nothing closes a turn in these files. After a call or a prompt the model would have gone on: the process was ended, which is no doing of the agent. */
function isCutOff({ turns, ending }: Transcript): boolean {
  const last = turns.at(-1)?.steps.at(-1);
  const isOpen = ending.kind === "no-answer" || ending.kind === "tool-open";
  return isOpen && (last === undefined || last.kind === "calls");
}

function firstMessageOf(entries: readonly Entry[]): Imported["firstMessage"] {
  for (const { messageId, date } of entries)
    if (messageId !== null) return { id: messageId, at: date };
  return null;
}

/**
 * Entries of branches that the user left by going back: of prompts with the same parent the last one counts. The chain of
 * parents alone will not do, because parallel calls fork it too.
 */
function abandonedOf(entries: readonly Entry[]): ReadonlySet<Entry> {
  const latest = new Map<string, Entry>();
  for (const one of entries) if (one.isPrompt && one.parent !== null) latest.set(one.parent, one);
  const abandoned = new Set<Entry>();
  const ids = new Set<string>();
  for (const one of entries) {
    const isReplaced = one.isPrompt && one.parent !== null && latest.get(one.parent) !== one;
    if (!isReplaced && !(one.parent !== null && ids.has(one.parent))) continue;
    abandoned.add(one);
    if (one.uuid !== null) ids.add(one.uuid);
  }
  return abandoned;
}
