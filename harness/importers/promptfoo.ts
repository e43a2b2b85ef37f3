import { z } from "zod";
import { canonicalJson } from "../base/base.ts";
import { transcriptOf, type LogEvent } from "./conversation.ts";
import { list, maybeNumber, maybeText } from "./fields.ts";
import { stemOf } from "./fileNames.ts";
import type { Findings } from "./findings.ts";
import { importedOf } from "./imported.ts";
import type { Imported, Take } from "./types.ts";

const results = z.object({
  evalId: maybeText,
  metadata: z.object({ promptfooVersion: maybeText }).nullish().catch(null),
  results: z.union([
    z.object({ timestamp: maybeText, results: list }),
    z.array(z.unknown()).transform((found) => ({ timestamp: null, results: found })),
  ]),
});

const result = z.object({
  vars: z.record(z.string(), z.unknown()).catch({}),
  prompt: z.object({ raw: z.string() }),
  provider: z.union([
    z.string().transform((id) => ({ id })),
    z.object({ id: maybeText }),
    z
      .unknown()
      .optional()
      .transform(() => ({ id: null })),
  ]),
  response: z
    .object({ output: z.unknown().optional(), cached: z.boolean().catch(false) })
    .nullish()
    .catch(null),
  success: z.boolean().nullish().catch(null),
  error: maybeText,
  latencyMs: maybeNumber,
});

/** The results file of promptfoo (`-o results.json`, versions 2 and 3): one answer is one transcript without tools. */
export function readPromptfoo(name: string, value: unknown, findings: Findings): Imported[] {
  const { data } = results.safeParse(value);
  if (data === undefined) {
    findings.problem(null, "no list of results as promptfoo writes it");
    return [];
  }
  const evaluation = {
    id: data.evalId ?? stemOf(name),
    version: data.metadata?.promptfooVersion ?? null,
    date: data.results.timestamp,
  };
  return data.results.results.flatMap((raw, index) =>
    answerOf(raw, index + 1, { evaluation, findings }),
  );
}

/** The same results one on each line (`-o results.jsonl`). */
export function createPromptfooReader(name: string, findings: Findings, take: Take) {
  const evaluation = { id: stemOf(name), version: null, date: null };
  return {
    add: (line: number, value: unknown): void => {
      for (const one of answerOf(value, line, { evaluation, findings })) take(one);
    },
    finish: (): void => {},
  };
}

type Evaluation = {
  readonly id: string;
  readonly version: string | null;
  readonly date: string | null;
};

function answerOf(
  raw: unknown,
  number: number,
  { evaluation, findings }: { readonly evaluation: Evaluation; readonly findings: Findings },
): Imported[] {
  const parsed = result.safeParse(raw);
  if (!parsed.success) {
    findings.problem(number, "a result without a prompt");
    return [];
  }
  const { prompt, vars, provider, response, success } = parsed.data;
  const isCached = response?.cached === true;
  return [
    importedOf({
      transcript: transcriptOf(eventsOf(parsed.data)),
      group: {
        // Repeats have test indexes of their own; what they share is the prompt and its variables.
        prompt: canonicalJson({ prompt: prompt.raw, vars }),
        // Each answer is a call of its own: nothing is shared with the others.
        session: `${evaluation.id}#${number}`,
        version: evaluation.version,
        date: evaluation.date,
        model: provider.id,
      },
      outcome: success ?? null,
      problems: isCached ? ["The answer came from promptfoo's cache: it is no replay."] : [],
    }),
  ];
}

function eventsOf({ prompt, response, error, latencyMs }: z.infer<typeof result>): LogEvent[] {
  const output = response?.output;
  const isAbsent = output === undefined || output === null;
  const answer = typeof output === "string" ? output : isAbsent ? "" : canonicalJson(output);
  const failure: LogEvent = {
    kind: "ending",
    ending: { kind: "api-error", status: null, message: error ?? "" },
  };
  return [
    { kind: "prompt", text: prompt.raw },
    { kind: "text", text: answer },
    ...(latencyMs === null ? [] : [{ kind: "wall" as const, ms: latencyMs }]),
    // A failed assertion is told as an error too; then there is an answer.
    ...(answer === "" && error !== null ? [failure] : []),
  ];
}
