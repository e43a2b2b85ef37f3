import type { EvidenceItem, Matrix } from "../../analysis/analysis.ts";
import type { Section } from "../audit/auditSections.ts";
import { probabilityText } from "../numbers.ts";

/** The mechanisms by score, and the evidence for and against each. */
export function diagnosisSections({ diagnosis }: Matrix): readonly Section[] {
  const { text, notes, ranked, evidence } = diagnosis;
  return [
    {
      title: "Diagnosis: mechanisms",
      lines: [text, ...notes],
      table: {
        head: ["mechanism", "score", "evidence for", "evidence against"],
        rows: ranked.map((one) => [
          one.name,
          signed(one.score),
          one.for.join(", "),
          one.against.join(", "),
        ]),
        widths: [27, 9, 40, 39],
      },
      diffs: [],
    },
    {
      title: "Diagnosis: evidence",
      lines: [
        "yes: shown after Holm's correction, or by an interval; no: not seen, though enough was played to see it; unclear: too little data, weighs nothing.",
      ],
      table: {
        head: ["finding", "question", "measured", "p", "weights"],
        rows: evidence.map((item) => [
          item.finding,
          item.question,
          item.measured,
          probability(item),
          weights(item),
        ]),
        widths: [10, 27, 36, 15, 26],
      },
      diffs: [],
    },
  ];
}

function probability({ p, pAdjusted, n }: EvidenceItem): string {
  const units = `n ${n}`;
  return p === null ? units : `${probabilityText(p)}, Holm ${probabilityText(pAdjusted)}, ${units}`;
}

function weights({ weights: all }: EvidenceItem): string {
  return Object.entries(all)
    .map(([mechanism, weight]) => `${mechanism} ${signed(weight)}`)
    .join(", ");
}

function signed(value: number): string {
  const text = value.toFixed(1).replace(/\.0$/, "");
  return value > 0 ? `+${text}` : text;
}
