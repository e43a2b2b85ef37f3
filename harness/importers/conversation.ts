import {
  isMissing,
  unknownUsage,
  type Ending,
  type Step,
  type ToolCall,
  type ToolOutcome,
  type Transcript,
  type Turn,
  type Usage,
} from "../transcript/transcript.ts";

/** What all formats have in common: each reader turns its log into these, in order. */
export type LogEvent =
  /** the user speaks: a new turn */
  | { readonly kind: "prompt"; readonly text: string }
  | { readonly kind: "thinking" | "text"; readonly text: string }
  /** calls of one message run concurrently and become one step, wherever their lines lie */
  | ({ readonly kind: "call"; readonly messageId: string } & Omit<ToolCall, "outcome">)
  | { readonly kind: "result"; readonly callId: string; readonly outcome: ToolOutcome }
  /** of one API message; told several times the last one counts */
  | { readonly kind: "message-usage"; readonly messageId: string; readonly usage: Usage }
  | { readonly kind: "turn-usage"; readonly usage: Usage }
  /** milliseconds since 1970 of the entry before or after */
  | { readonly kind: "clock"; readonly atMs: number }
  | { readonly kind: "wall"; readonly ms: number }
  /** how it ended, unless something follows */
  | { readonly kind: "ending"; readonly ending: Ending };

/** Our shape of a conversation. Its ending is what the log says last, or else what its last steps show. */
export function transcriptOf(events: readonly LogEvent[]): Transcript {
  const drafts = draftsOf(events);
  const last = drafts.at(-1);
  const ending = last?.ending ?? shownEnding(last?.steps ?? []);
  return { schema: "sametwice.transcript/1", turns: drafts.map(turnOf), ending };
}

type Draft = {
  readonly prompt: string;
  readonly steps: Step[];
  readonly callsOf: Map<string, ToolCall[]>;
  readonly usages: Map<string, Usage>;
  turnUsage: Usage | null;
  firstMs: number | null;
  lastMs: number | null;
  wallMs: number | null;
  ending: Ending | null;
};

function draftsOf(events: readonly LogEvent[]): Draft[] {
  const outcomeOf = outcomesOf(events);
  const drafts: Draft[] = [];
  let draft: Draft | null = null;
  for (const event of events) {
    if (event.kind === "prompt" || draft === null) {
      draft = emptyDraft(event.kind === "prompt" ? event.text : "");
      drafts.push(draft);
    }
    if (event.kind !== "prompt") note(draft, event, outcomeOf);
  }
  // Local commands (/clear, /model) are prompts that no model ever saw.
  return drafts.filter(({ prompt, steps, ending }) => {
    const isSilent = steps.length === 0 && ending === null;
    return !(isSilent && (prompt === "" || prompt.startsWith("/")));
  });
}

function emptyDraft(prompt: string): Draft {
  const callsOf = new Map<string, ToolCall[]>();
  const [turnUsage, firstMs, lastMs, wallMs, ending] = [null, null, null, null, null];
  return {
    prompt,
    steps: [],
    callsOf,
    usages: new Map(),
    turnUsage,
    firstMs,
    lastMs,
    wallMs,
    ending,
  };
}

function note(
  draft: Draft,
  event: Exclude<LogEvent, { kind: "prompt" }>,
  outcomeOf: (callId: string) => ToolOutcome,
): void {
  switch (event.kind) {
    case "thinking":
    case "text":
      if (event.text.trim() === "") return;
      draft.steps.push({ kind: event.kind, text: event.text });
      draft.ending = null;
      return;
    case "call":
      noteCall(draft, event, outcomeOf(event.id));
      draft.ending = null;
      return;
    case "result":
      return;
    case "message-usage":
      draft.usages.set(event.messageId, event.usage);
      return;
    case "turn-usage":
      draft.turnUsage = event.usage;
      return;
    case "clock":
      draft.firstMs ??= event.atMs;
      draft.lastMs = event.atMs;
      return;
    case "wall":
      draft.wallMs = event.ms;
      return;
    case "ending":
      draft.ending = event.ending;
  }
}

function noteCall(
  draft: Draft,
  { messageId, id, name, input }: Extract<LogEvent, { kind: "call" }>,
  outcome: ToolOutcome,
): void {
  const call = { id, name, input, outcome };
  const together = draft.callsOf.get(messageId);
  together?.push(call);
  if (together !== undefined) return;
  const calls = [call];
  draft.callsOf.set(messageId, calls);
  draft.steps.push({ kind: "calls", calls });
}

/** Some vendors number calls anew in each message ("call_0"), so the n-th call of an id has its n-th result. */
function outcomesOf(events: readonly LogEvent[]): (callId: string) => ToolOutcome {
  const waiting = new Map<string, ToolOutcome[]>();
  for (const event of events) {
    if (event.kind !== "result") continue;
    const queue = waiting.get(event.callId);
    if (queue === undefined) waiting.set(event.callId, [event.outcome]);
    else queue.push(event.outcome);
  }
  return (callId) => waiting.get(callId)?.shift() ?? { kind: "open" };
}

function turnOf(draft: Draft): Turn {
  const { prompt, steps, firstMs, lastMs } = draft;
  const spanMs = firstMs === null || lastMs === null ? 0 : Math.max(0, lastMs - firstMs);
  const usage = draft.turnUsage ?? [...draft.usages.values()].reduce(addUsage, unknownUsage);
  return { prompt, steps, usage, wallMs: draft.wallMs ?? spanMs };
}

function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: add(a.inputTokens, b.inputTokens),
    outputTokens: add(a.outputTokens, b.outputTokens),
    cacheReadTokens: add(a.cacheReadTokens, b.cacheReadTokens),
    cacheCreationTokens: add(a.cacheCreationTokens, b.cacheCreationTokens),
    thinkingTokens: add(a.thinkingTokens, b.thinkingTokens),
    costUsd: add(a.costUsd, b.costUsd),
  };
}

function add(a: number | null, b: number | null): number | null {
  return a === null ? b : a + (b ?? 0);
}

/** The same judgement as for live sessions: what the last steps say when nobody else says anything. */
function shownEnding(steps: readonly Step[]): Ending {
  const calls = steps.flatMap((step) => (step.kind === "calls" ? step.calls : []));
  const open = calls.find(({ outcome }) => outcome.kind === "open");
  const last = calls.at(-1);
  if (open !== undefined) {
    if (open.name === "AskUserQuestion") return { kind: "asked-user" };
    return { kind: "tool-open", tool: open.name };
  }
  if (last?.name === "AskUserQuestion") return { kind: "asked-user" };
  if (last?.outcome.kind === "denied") return { kind: "denied", tool: last.name };
  return steps.at(-1)?.kind === "text" ? { kind: "completed" } : { kind: "no-answer" };
}

/** Text of the first prompt, or null when the log does not tell any. */
export function firstPromptOf(transcript: Transcript): string | null {
  return transcript.turns.find(({ prompt }) => prompt !== "")?.prompt ?? null;
}

/** Whether a conversation holds anything to score. */
export function isEmpty(transcript: Transcript): boolean {
  return transcript.turns.every(({ steps }) => steps.length === 0) && !isMissing(transcript.ending);
}
