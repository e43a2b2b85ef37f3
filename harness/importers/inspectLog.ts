import { z } from "zod";
import { unknownUsage, type Ending } from "../transcript/transcript.ts";
import { chatEvents } from "./chatMessages.ts";
import { transcriptOf, type LogEvent } from "./conversation.ts";
import { list, maybeNumber, maybeText } from "./fields.ts";
import { stemOf } from "./fileNames.ts";
import type { Findings } from "./findings.ts";
import { importedOf } from "./imported.ts";
import { isObject } from "./parse.ts";
import type { Imported } from "./types.ts";

const header = z.object({
  eval: z.object({
    task: z.string(),
    run_id: maybeText,
    created: maybeText,
    model: maybeText,
    packages: z.record(z.string(), z.string()).nullish().catch(null),
  }),
});

/** What all samples of an evaluation have in common. */
export type Evaluation = {
  readonly task: string;
  readonly run: string;
  readonly date: string | null;
  readonly model: string | null;
  readonly version: string | null;
};

const score = z.object({ value: z.unknown().optional() });
const sample = z.object({
  id: z.union([z.number(), z.string()]).transform(String),
  epoch: z.number().catch(1),
  messages: list,
  scores: z.record(z.string(), score).nullish().catch(null),
  // In the first version of the log there was one.
  score: score.nullish().catch(null),
  output: z
    .object({ choices: z.array(z.object({ stop_reason: maybeText })).catch([]) })
    .nullish()
    .catch(null),
  model_usage: z
    .record(
      z.string(),
      z.object({
        input_tokens: maybeNumber,
        output_tokens: maybeNumber,
        input_tokens_cache_read: maybeNumber,
        input_tokens_cache_write: maybeNumber,
        reasoning_tokens: maybeNumber,
      }),
    )
    .nullish()
    .catch(null),
  attachments: z.record(z.string(), z.string()).nullish().catch(null),
  started_at: maybeText,
  error: z.object({ message: z.string() }).nullish().catch(null),
  limit: z.object({ type: z.string(), limit: maybeNumber }).nullish().catch(null),
  total_time: maybeNumber,
});
type Sample = z.infer<typeof sample>;

/** A log of Inspect AI in its `.json` form. */
export function readInspect(name: string, value: unknown, findings: Findings): Imported[] {
  const evaluation = readHeader(name, value);
  const { data } = z.object({ samples: list }).safeParse(value);
  if (evaluation === null || data === undefined) {
    findings.problem(null, "no evaluation as Inspect writes it");
    return [];
  }
  return data.samples.flatMap((raw, index) => {
    const one = readSample(evaluation, raw);
    if (one === null) findings.problem(index + 1, "a sample without an id");
    return one ?? [];
  });
}

/** @returns null when it is no header of an evaluation */
export function readHeader(name: string, value: unknown): Evaluation | null {
  const { data } = header.safeParse(value);
  if (data === undefined) return null;
  const { task, run_id, created, model, packages } = data.eval;
  const version = packages?.["inspect_ai"] ?? null;
  return { task, run: run_id ?? stemOf(name), date: created, model, version };
}

/** One sample in one epoch: a conversation of its own. @returns null when it has no id */
export function readSample(evaluation: Evaluation, value: unknown): Imported | null {
  const { data } = sample.safeParse(value);
  if (data === undefined) return null;
  const { task, run, date, model, version } = evaluation;
  return importedOf({
    transcript: transcriptOf(eventsOf(data)),
    group: {
      prompt: `${task}/${data.id}`,
      session: `${run} ${data.id} epoch ${data.epoch}`,
      version,
      date: data.started_at ?? date,
      model,
    },
    outcome: outcomeOf(data),
  });
}

function eventsOf(one: Sample): LogEvent[] {
  const ending = endingOf(one);
  const seconds = one.total_time;
  return [
    ...chatEvents(withAttachments(one.messages, one.attachments ?? {})),
    ...usageEvents(one),
    ...(seconds === null ? [] : [{ kind: "wall" as const, ms: seconds * 1000 }]),
    ...(ending === null ? [] : [{ kind: "ending" as const, ending }]),
  ];
}

/** Long texts and pictures may lie beside the messages, which then name them. */
function withAttachments(
  value: readonly unknown[],
  attachments: Readonly<Record<string, string>>,
): readonly unknown[] {
  if (Object.keys(attachments).length === 0) return value;
  const resolved = (one: unknown): unknown => {
    if (typeof one === "string") {
      const key = /^(?:attachment|tc):\/\/(.+)$/.exec(one)?.[1];
      return key === undefined ? one : (attachments[key] ?? one);
    }
    if (Array.isArray(one)) return one.map(resolved);
    if (!isObject(one)) return one;
    return Object.fromEntries(Object.entries(one).map(([key, part]) => [key, resolved(part)]));
  };
  return value.map(resolved);
}

/** Of all models together; it is told for the whole sample, so the last turn has it. */
function usageEvents({ model_usage }: Sample): LogEvent[] {
  const models = Object.values(model_usage ?? {});
  if (models.length === 0) return [];
  const total = (pick: (usage: (typeof models)[number]) => number | null) => {
    const known = models.map(pick).filter((count) => count !== null);
    return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
  };
  const usage = {
    ...unknownUsage,
    inputTokens: total((one) => one.input_tokens),
    outputTokens: total((one) => one.output_tokens),
    cacheReadTokens: total((one) => one.input_tokens_cache_read),
    cacheCreationTokens: total((one) => one.input_tokens_cache_write),
    thinkingTokens: total((one) => one.reasoning_tokens),
  };
  return [{ kind: "turn-usage", usage }];
}

function endingOf({ error, limit, output }: Sample): Ending | null {
  if (error) return { kind: "api-error", status: null, message: error.message };
  if (limit?.type === "context") return { kind: "truncated", at: "context-window" };
  if (limit) return { kind: "turn-limit", turns: limit.limit ?? 0 };
  const stop = output?.choices[0]?.stop_reason;
  if (stop === "max_tokens") return { kind: "truncated", at: "max-tokens" };
  if (stop === "model_length") return { kind: "truncated", at: "context-window" };
  return stop === "content_filter" ? { kind: "refused" } : null;
}

/** By the first score: "C" and 1 are solved, "I" and 0 are not; all between (partial, other scales) says neither. */
function outcomeOf({ scores, score: single }: Sample): boolean | null {
  const value = Object.values(scores ?? {})[0]?.value ?? single?.value;
  if (value === "C" || value === 1 || value === true) return true;
  return value === "I" || value === 0 || value === false ? false : null;
}
