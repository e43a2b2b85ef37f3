import type { FileChange } from "../../record/record.ts";
import {
  unknownUsage,
  type Ending,
  type Step,
  type ToolCall,
  type ToolOutcome,
  type Transcript,
} from "../../transcript/transcript.ts";
import { structureOf, type ParseSource, type Structure } from "../structure.ts";

/** A stand-in grammar: one node per word; source with a brace left open does not parse. */
export const parseWords: ParseSource = (_language, source) => {
  if (source.split("{").length !== source.split("}").length) return null;
  const children = source
    .split(/\s+/)
    .filter(Boolean)
    .map((label) => ({ label, children: [] }));
  return { label: "program", children };
};

let nextId = 0;
export function call(
  name: string,
  input: Record<string, unknown>,
  outcome: ToolOutcome = { kind: "ok", output: "" },
): ToolCall {
  return { id: `toolu_${nextId++}`, name, input, outcome };
}

export function calls(...group: readonly ToolCall[]): Step {
  return { kind: "calls", calls: group };
}

export function text(content: string): Step {
  return { kind: "text", text: content };
}

export function transcript(
  steps: readonly Step[],
  ending: Ending = { kind: "completed" },
): Transcript {
  const usage = { ...unknownUsage, thinkingTokens: 120 };
  const turn = { prompt: "Fix it.", steps, usage, wallMs: 5 };
  return { schema: "sametwice.transcript/1", turns: [turn], ending };
}

export function structured(
  steps: readonly Step[],
  more: { changes?: readonly FileChange[]; ending?: Ending } = {},
): Structure {
  return structureOf(
    { transcript: transcript(steps, more.ending), changes: more.changes ?? [] },
    parseWords,
  );
}
