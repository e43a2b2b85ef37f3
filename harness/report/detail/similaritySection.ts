import type { AgreementInsight } from "../../analysis/analysis.ts";
import type { Section } from "../audit/auditSections.ts";
import { shareText } from "../numbers.ts";
import { codeFormLines } from "./codeFormLines.ts";

type Row = readonly [name: string, agreement: AgreementInsight];

/**
 * How alike two replays of a prompt are, channel by channel; what varies without harm stands beside what gates.
 * @param forms rows that say in which form their code is compared
 */
export function similaritySection(
  rows: readonly Row[],
  heading = "strategy",
  forms: readonly Row[] = rows,
): Section {
  const channels = rows
    .flatMap(([, { similarity }]) => similarity)
    .map(({ channel }) => channel)
    .filter((channel, index, all) => all.indexOf(channel) === index);
  return {
    title: "Similarity of two replays, by channel",
    lines: [
      "1 minus the mean distance between two replays of a prompt, mean over prompts; a dash where nothing was done. The order of tools predicts success, what they are aimed at (targets) mostly varies without harm, and effort moves with sampling.",
      ...codeFormLines(forms.map(([name, { codeForms }]) => [name, codeForms])),
    ],
    table:
      channels.length === 0
        ? null
        : {
            head: [heading, ...channels],
            rows: rows.map(([name, { similarity }]) => [
              name,
              ...channels.map((channel) => {
                const found = similarity.find((one) => one.channel === channel)?.similarity ?? null;
                return found === null ? "-" : shareText(found);
              }),
            ]),
            widths: [34, ...channels.map(() => 11)],
          },
    diffs: [],
  };
}
