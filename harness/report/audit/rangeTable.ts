import type { AuditRange, RangeRow } from "../../analysis/analysis.ts";
import type { DetailTable } from "./auditSections.ts";
import { aliasName, bytesText, millisecondsText } from "./words.ts";

/** One line per version of a range. Models are told in the first line and where they change. */
export function rangeTable({ rows }: AuditRange): DetailTable {
  let models: readonly string[] = [];
  return {
    head: [
      "version",
      "risk of coming here",
      "/clear",
      "hidden",
      "prompt",
      "tools",
      "betas",
      "off",
      "models",
      "start",
      "size",
    ],
    rows: rows.map((row) => {
      if (row.kind === "failed") {
        const nothing = Array.from({ length: 9 }, () => "");
        return [row.version, `left out: ${row.why}`, ...nothing];
      }
      const cells = probedCells(row, models);
      models = modelsOf(row);
      return cells;
    }),
  };
}

type Probed = Extract<RangeRow, { kind: "probed" }>;

function probedCells(row: Probed, before: readonly string[]): readonly string[] {
  const { facts, since } = row;
  const { opening, suppression, program, beside } = facts;
  const models = modelsOf(row).filter((model) => !before.includes(model));
  return [
    facts.version,
    since === null ? "(first)" : riskText(since.risk, since.findings.length),
    facts.clear,
    String(beside.reduce((sum, { count }) => sum + count, 0)),
    opening === null ? "?" : String(opening.systemCharacters),
    opening === null ? "?" : String(opening.tools),
    opening === null ? "?" : String(opening.betas),
    suppression === null ? "?" : String(suppression.betasRemoved.length),
    modelsText(row, models),
    millisecondsText(facts.timing.startMs),
    program === null ? "?" : bytesText(program.bytes),
  ];
}

function modelsText({ aliases }: Probed, changed: readonly string[]): string {
  if (aliases.length === 0) return "not asked";
  return changed.length === 0 ? "the same" : changed.join(", ");
}

function riskText(risk: string, findings: number): string {
  return findings === 0 ? "none" : `${risk} (${findings})`;
}

function modelsOf({ aliases }: Probed): readonly string[] {
  return aliases.map(({ asked, to }) => `${aliasName(asked)}: ${to?.model ?? "no answer"}`);
}

/** How to read the table's shorter headings. */
export const rangeLegend =
  "risk: against the version above it, with the number of findings. hidden: requests that no prompt explains. prompt: characters of the system prompt. off: betas that suppression takes off. models: what names mean on the wire; where nothing is told, as above.";

/** The findings of each step, `2.1.200 → 2.1.300` first. */
export function stepsOf({ rows }: AuditRange) {
  return rows.flatMap((row) => (row.kind === "probed" && row.since !== null ? [row.since] : []));
}

/** More would fill the screen; the JSON has them all. */
const listedAtMost = 12;

/** Which versions nobody looked at, or null when all were. */
export function leftOutLine({ leftOut }: AuditRange): string | null {
  if (leftOut.length === 0) return null;
  const which =
    leftOut.length <= listedAtMost
      ? leftOut.join(", ")
      : `${leftOut.length} versions between ${leftOut[0]} and ${leftOut.at(-1)}`;
  return `Not looked at (raise --limit): ${which}.`;
}
