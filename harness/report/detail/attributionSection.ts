import type { Matrix, PartAssociation } from "../../analysis/analysis.ts";
import type { Section } from "../audit/auditSections.ts";
import { percent, probabilityText } from "../numbers.ts";

/** Whether divergence goes with what the client sent, part by part. */
export function attributionSection({ attribution }: Matrix): Section {
  const { text, verdict, diverged, conforming, lanes, equalParts, parts } = attribution;
  return {
    title: `Attribution: ${verdict}`,
    lines: [
      text,
      ...(verdict === "unknown"
        ? []
        : [
            `${equalParts} parts of the requests were the same in all replays of one prompt and strategy; ${parts.length} sets of parts differed (n = ${diverged + conforming} replays in ${lanes} lanes).`,
          ]),
      ...(parts.length === 0
        ? []
        : [
            "A part is unusual in a replay when most replays of its prompt and strategy sent another value. p: exact within lanes, by permuting lanes between them; Holm over all rows.",
          ]),
    ],
    table:
      parts.length === 0
        ? null
        : {
            head: ["part", "seen in", "diverging, unusual", "conforming, unusual", "p"],
            rows: parts.map((part) => rowOf(part, { diverged, conforming })),
            widths: [40, 14, 20, 20, 20],
          },
    diffs: parts.flatMap(({ changes }) =>
      changes.flatMap(({ part, text: change }) =>
        change === null
          ? []
          : [
              {
                title: `${part}: +${change.linesAdded} -${change.linesRemoved} lines`,
                diff: change.diff,
              },
            ],
      ),
    ),
  };
}

function rowOf(
  { parts, stage, side, unusual, lanes, p, pAdjusted }: PartAssociation,
  of: { readonly diverged: number; readonly conforming: number },
): readonly string[] {
  const share = (count: number, all: number) =>
    all === 0 ? "0" : `${count} of ${all} (${percent(count / all)} %)`;
  return [
    `${parts.join(", ")}${side === "vendor" ? " (the vendor's)" : ""}`,
    stage === "opening" ? "first request" : "later requests",
    share(unusual.diverged, of.diverged),
    share(unusual.conforming, of.conforming),
    `${probabilityText(p)}, Holm ${probabilityText(pAdjusted)} (${lanes} lanes)`,
  ];
}
