import { insufficientSessions } from "../../analysis/analysis.ts";
import {
  channelLines,
  modesText,
  type Baseline,
  type FrozenPrompt,
} from "../../baseline/baseline.ts";
import type { Section } from "../audit/auditSections.ts";
import { estimateText, numberText, percent } from "../numbers.ts";

/** A baseline in the order of its prompts: what is approved, how firm it is, and how often each strategy left it. */
export function showSections(baseline: Baseline): readonly Section[] {
  return baseline.prompts.map((prompt) => ({
    title: `${prompt.id} (${prompt.clientConfiguration})`,
    lines: [
      referenceLine(prompt),
      ...channelTexts(prompt),
      `Noise: ${thresholdText(prompt)}.`,
      ...prompt.rates.flatMap(rateLine),
      ...(prompt.note === "" ? [] : [prompt.note]),
    ],
    table: null,
    diffs: [],
  }));
}

function referenceLine({ reference, modes }: FrozenPrompt): string {
  if (reference === null) return `AMBIGUOUS, no reference: ${modesText(modes)}.`;
  const { hash, share, sessions } = reference;
  return `Reference ${hash.slice(0, 12)}: ${percent(share)} % of ${sessions} sessions agree.`;
}

/** Syntax trees are in the file. */
function channelTexts({ reference, gate }: FrozenPrompt): readonly string[] {
  if (reference === null) return [];
  return gate.map((channel) => {
    const lines = channelLines(reference.structure, channel);
    if (channel === "code") {
      const paths = (reference.structure.code ?? []).map(({ path }) => path);
      return `code: ${paths.length === 0 ? "none" : paths.join(", ")}`;
    }
    return `${channel}: ${lines.length === 0 ? "none" : lines.join(", ")}`;
  });
}

function thresholdText({ gate, threshold }: FrozenPrompt): string {
  return gate.map((channel) => `${channel} ${numberText(threshold[channel] ?? null)}`).join(", ");
}

function rateLine({ strategy, diverged, lanes }: FrozenPrompt["rates"][number]): readonly string[] {
  if (diverged.value === null) return [];
  const n = lanes.split(" ").filter((lane) => lane.includes("/")).length;
  const notes = diverged.level === null ? [insufficientSessions] : [];
  const rate = estimateText({ ...diverged, n, notes });
  return [
    `${strategy}: ${diverged.count} of ${diverged.of} replays in ${n} lanes diverged, ${rate} (${diverged.method}).`,
  ];
}
