import { z } from "zod";
import type { Transcript } from "../transcript/transcript.ts";
import type { Findings } from "./findings.ts";
import { maybeText } from "./fields.ts";
import type { GroupKeys, Imported, Take } from "./types.ts";

/** The version of our own format; readers refuse any other. */
const schema = "sametwice.transcripts/1";

const text = z.string();
const maybeCount = z.number().nonnegative().nullable().default(null);
const outcome = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["ok", "failed", "denied"]), output: text.default("") }),
  z.object({ kind: z.literal("open") }),
]);
const call = z.object({
  id: text.default(""),
  name: text.min(1),
  input: z.record(text, z.unknown()).default({}),
  outcome: outcome.default({ kind: "ok", output: "" }),
});
const step = z.discriminatedUnion("kind", [
  z.object({ kind: z.enum(["thinking", "text"]), text }),
  z.object({ kind: z.literal("calls"), calls: z.array(call).min(1) }),
]);
const usage = z.object({
  inputTokens: maybeCount,
  outputTokens: maybeCount,
  cacheReadTokens: maybeCount,
  cacheCreationTokens: maybeCount,
  thinkingTokens: maybeCount,
  costUsd: maybeCount,
});
const turn = z.object({
  prompt: text.default(""),
  steps: z.array(step),
  usage: usage.prefault({}),
  wallMs: z.number().nonnegative().default(0),
});
const simple = z.enum(["completed", "refused", "asked-user", "no-answer", "interrupted"]);
const ending = z.discriminatedUnion("kind", [
  z.object({ kind: simple }),
  z.object({ kind: z.literal("truncated"), at: z.enum(["max-tokens", "context-window"]) }),
  z.object({ kind: z.enum(["denied", "tool-open"]), tool: text }),
  z.object({ kind: z.literal("turn-limit"), turns: z.number() }),
  z.object({
    kind: z.literal("timed-out"),
    waitedFor: z.enum(["first-output", "idle", "after-result", "wall"]),
    afterMs: z.number(),
  }),
  z.object({
    kind: z.literal("crashed"),
    exitCode: z.number().nullable(),
    signal: text.nullable(),
    stderr: text,
  }),
  z.object({ kind: z.literal("api-error"), status: z.number().nullable(), message: text }),
]);
const change = z.object({
  path: text.min(1),
  kind: z.enum(["created", "modified", "deleted"]),
  before: text.nullable().default(null),
  after: text.nullable().default(null),
  hash: text.nullable().default(null),
});
const ownLine = z.object({
  schema: z.literal(schema),
  prompt: text.min(1),
  session: text.min(1),
  strategy: maybeText,
  version: maybeText,
  date: maybeText,
  model: maybeText,
  subAgent: maybeText,
  outcome: z.boolean().nullable().default(null),
  workspace: maybeText,
  changes: z.array(change).nullable().default(null),
  firstMessage: z
    .object({ id: text.min(1), at: maybeText })
    .nullable()
    .default(null),
  problems: z.array(text).default([]),
  turns: z.array(turn).min(1),
  ending: ending.default({ kind: "completed" }),
});

/** Reads our own lines: one transcript each. A line of another version or shape is named with the field that is wrong. */
export function createOwnReader(findings: Findings, take: Take) {
  return {
    add: (number: number, value: unknown): void => {
      const parsed = ownLine.safeParse(value);
      if (parsed.success) take(importedOf(parsed.data));
      else findings.problem(number, reasonOf(parsed.error));
    },
    finish: (): void => {},
  };
}

function reasonOf({ issues }: z.ZodError): string {
  const [first] = issues;
  const field = first?.path.join(".") || "the line";
  return `${field}: ${first?.message ?? "not of the format"}`;
}

function importedOf(line: z.infer<typeof ownLine>): Imported {
  const transcript: Transcript = {
    schema: "sametwice.transcript/1",
    turns: line.turns,
    ending: line.ending,
  };
  const { prompt, session, strategy, version, date, model, subAgent } = line;
  const { outcome: solved, workspace, changes, firstMessage, problems } = line;
  const group: GroupKeys = { prompt, session, strategy, version, date, model };
  const thread = subAgent === null ? mainThread : ({ kind: "sub-agent", id: subAgent } as const);
  return { transcript, group, thread, outcome: solved, workspace, changes, firstMessage, problems };
}

const mainThread = { kind: "main" } as const;

/** One line of our own format, without the newline; reading it again gives the same transcript and keys. */
export function ownLineOf({ transcript, group, thread, ...known }: Imported): string {
  const { turns, ending } = transcript;
  const subAgent = thread.kind === "main" ? null : thread.id;
  return JSON.stringify({ schema, ...group, subAgent, ...known, turns, ending });
}
