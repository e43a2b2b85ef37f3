import type { AgreementInsight } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";

type CodeForms = AgreementInsight["codeForms"];

/**
 * One line for each row that changed any file: how many were compared as syntax trees, and which were not and why. Rows all of whose files are trees
 * share a line.
 */
export function codeFormLines(
  rows: readonly (readonly [name: string, forms: CodeForms])[],
): readonly string[] {
  const told = rows.filter(([, forms]) => reasons(forms).length > 0);
  const trees = rows.filter((row) => !told.includes(row)).map(([, forms]) => forms.trees);
  const whole = trees.reduce((sum, count) => sum + count, 0);
  return [
    ...told.map(
      ([name, forms]) =>
        `Code of ${name}: ${counted(forms.trees, "changed file")} compared as syntax trees, ${reasons(forms).join(", ")}.`,
    ),
    ...(whole === 0
      ? []
      : [
          told.length === 0
            ? `Code: all ${counted(whole, "changed file")} compared as syntax trees.`
            : `Code of the others: all ${counted(whole, "changed file")} compared as syntax trees.`,
        ]),
  ];
}

function reasons({ doNotParse, noGrammar, opaque }: CodeForms): readonly string[] {
  return [
    ...reason(doNotParse, "by tokens, because they do not parse"),
    ...reason(noGrammar, "by tokens, because their language has no grammar here"),
    ...reason(opaque, "by their hash alone, because they are too large or no text"),
  ];
}

function reason({ count, paths }: CodeForms["opaque"], words: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${words} (${paths.join(", ")})`];
}
