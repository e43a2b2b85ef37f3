import type { PromptScore, Score, ScoreRow } from "../../analysis/analysis.ts";
import { promptDigest } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";
import type { DetailTable, Section } from "../audit/auditSections.ts";
import { behaviourSections } from "../behaviour/behaviourSections.ts";
import { similaritySection } from "../detail/similaritySection.ts";
import { estimateText, shareText } from "../numbers.ts";
import { effortSections } from "./effortSections.ts";
import { readSection } from "./readSection.ts";

/** More rows than these nobody reads; the JSON has all. */
const rowsShown = 30;

/** Everything that a score says, in the order in which it is shown. */
export function scoreSections(score: Score): readonly Section[] {
  if (score.behaviour !== null)
    return [...behaviourSections(score.behaviour), readSection(score.read)];
  return [
    consistencySection(score),
    ...similarityOf(score),
    ...successSection(score),
    ...promptSection(score),
    ...effortSections(score, rowsShown),
    readSection(score.read),
  ];
}

function consistencySection(score: Score): Section {
  const rows = [score.whole, ...score.rows];
  const { scored, missing, alone, ambiguous } = score.replays;
  return {
    title: `Consistency by ${score.by}`,
    lines: [
      `${counted(scored, "replay")} scored in ${score.gate.join(", ")}; ${alone} alone with their prompt, ${ambiguous} of prompts without a clear consensus, ${missing} missing (their ending says nothing about the agent).`,
      ...score.notes,
      ...leftOut(score.rows.length),
      "diverged: unlike the consensus of the other sessions with the same prompt, prompts weighted equally; intervals by session. ways: different sequences of tools per prompt. TARr@n, TARa@n: share of prompts all of whose n replays say the same words, have the same structure. flips: chance that another replay has another structure.",
    ],
    table: {
      head: [score.by, "replays", "diverged", "through", "ways", "TARr@n", "TARa@n", "flips"],
      rows: rows.slice(0, rowsShown + 1).map((row) => consistencyRow(row, score)),
      widths: [27, 14, 20, 15, 8, 10, 10, 7],
    },
    diffs: [],
  };
}

function consistencyRow(row: ScoreRow, { by }: Score): readonly string[] {
  const { agreement, divergence } = row;
  const through = Object.entries(row.byChannel).sort(([, a], [, b]) => b - a);
  const at = agreement.n < 2 ? "" : ` @${agreement.n}`;
  return [
    keyText(row.key, by),
    `${row.replays} in ${counted(row.sessions, "session")}`,
    estimateText(divergence),
    through.map(([channel, count]) => `${channel} ${count}`).join(", "),
    agreement.uniqueSequences === null ? "?" : agreement.uniqueSequences.toFixed(1),
    `${shareText(agreement.rawAgreement)}${at}`,
    `${shareText(agreement.structureAgreement)}${at}`,
    shareText(agreement.flipRate),
  ];
}

function leftOut(rows: number): readonly string[] {
  return rows <= rowsShown
    ? []
    : [`The first ${rowsShown} of ${rows} rows; --format json has all.`];
}

/** Prompts are long texts: their digest and their beginning. */
function keyText(key: string, by: Score["by"]): string {
  return by === "prompt" && key !== "all" ? promptText(promptDigest(key), key, 60) : cut(key, 80);
}

function promptText(id: string, prompt: string, length: number): string {
  return `${id} ${cut(prompt, length)}`;
}

/** A text of any length as one line of at most so many characters. */
export function cut(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}

function similarityOf({ whole, rows, by }: Score): readonly Section[] {
  const known = [whole, ...rows].filter(({ agreement }) => agreement.similarity.length > 0);
  if (known.length === 0) return [];
  const named = known
    .slice(0, rowsShown + 1)
    .map(({ key, agreement }) => [keyText(key, by), agreement] as const);
  return [similaritySection(named, by, [["all", whole.agreement]])];
}

function successSection(score: Score): readonly Section[] {
  const rows = [score.whole, ...score.rows].filter(({ success }) => success !== null);
  if (rows.length === 0) return [];
  const value = ({ success }: ScoreRow, k: number, pick: "passHatK" | "passAtK") =>
    shareText(success?.rows.find((one) => one.k === k)?.[pick] ?? null);
  return [
    {
      title: `Outcomes by ${score.by}`,
      lines: [
        "pass^k: the chance that k replays of a prompt all succeed; pass@k: that one of them does. Unbiased, mean over the prompts with at least k replays; without interval.",
      ],
      table: {
        head: [score.by, "prompts", "pass^1", "pass^2", "pass^4", "pass@2", "pass@4"],
        rows: rows
          .slice(0, rowsShown + 1)
          .map((row) => [
            keyText(row.key, score.by),
            String(row.success?.prompts ?? 0),
            value(row, 1, "passHatK"),
            value(row, 2, "passHatK"),
            value(row, 4, "passHatK"),
            value(row, 2, "passAtK"),
            value(row, 4, "passAtK"),
          ]),
        widths: [40, 12, 12, 12, 12, 12, 12],
      },
      diffs: [],
    },
  ];
}

function promptSection({ prompts }: Score): readonly Section[] {
  if (prompts.length === 0) return [];
  return [
    {
      title: "Prompts",
      lines: leftOut(prompts.length),
      table: promptTable(prompts.slice(0, rowsShown)),
      diffs: [],
    },
  ];
}

function promptTable(prompts: readonly PromptScore[]): DetailTable {
  return {
    head: ["prompt", "replays", "what most sessions agree on", "doubts"],
    rows: prompts.map((one) => [
      `${promptText(one.id, one.prompt, 90)}${one.strategy === null ? "" : ` (${cut(one.strategy, 30)})`}`,
      `${one.replays} in ${counted(one.sessions, "session")}`,
      one.ambiguous
        ? "AMBIGUOUS: no mode is the reference"
        : `${shareText(one.consensus)} of the sessions agree`,
      one.note,
    ]),
    widths: [42, 16, 22, 35],
  };
}
