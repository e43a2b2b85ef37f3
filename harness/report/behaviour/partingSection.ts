import type { ConfigurationBehaviour, FirstDivergence } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";
import type { Section } from "../audit/auditSections.ts";
import { estimateText, percent } from "../numbers.ts";
import { callWords, pathWords } from "./stepWords.ts";

/** Rarer branches are counted in one row. */
const branchesShown = 6;

/** The first step at which replays part, into which branches, and how many have left the usual path by when. */
export function partingSection(configuration: ConfigurationBehaviour): Section {
  const { firstDivergence: first } = configuration;
  if (first === null) {
    const lines = ["They never part: all take the same steps with the same targets."];
    return { title: "First divergence", lines, table: null, diffs: [] };
  }
  return {
    title: `First divergence: step ${first.step}`,
    lines: [...departureLines(configuration), precedingLine(first)],
    table: {
      head: ["goes on with", "replays", "share", "sessions", "diverging", "for example"],
      rows: branchRows(first),
      widths: [43, 9, 22, 10, 11, 18],
    },
    diffs: [],
  };
}

function precedingLine({ in: level, preceding, step }: FirstDivergence): string {
  const where = level === "tools" ? "part" : "take the same steps, and part in what they aim at";
  if (preceding.length === 0) return `The replays ${where} at their first step:`;
  const steps = preceding.map(({ token, target }) => callWords(token, target)).join(", then ");
  const earlier = step - 1 - preceding.length;
  const before = earlier > 0 ? `${counted(earlier, "common step")} and ` : "";
  return `After ${before}${steps} the replays ${where} at step ${step}:`;
}

function branchRows({ branches, rest }: FirstDivergence): readonly (readonly string[])[] {
  const shown = branches.slice(0, branchesShown);
  const hidden = branches.slice(branchesShown);
  const count = hidden.length + rest.branches;
  const others = hidden.reduce((sum, { replays }) => sum + replays, rest.replays);
  return [
    ...shown.map((branch) => [
      branch.token === null ? "stops here" : callWords(branch.token, branch.target),
      String(branch.replays),
      estimateText(branch.share),
      String(branch.sessions),
      branch.diverged === null ? "?" : `${branch.diverged.count} of ${branch.diverged.of}`,
      branch.example,
    ]),
    ...(count === 0 ? [] : [[`${count} rarer branches`, String(others), "", "", "", ""]]),
  ];
}

function departureLines({ departures }: ConfigurationBehaviour): readonly string[] {
  const { usual, stay, leave, medianStep, withinFirstTwo, steps } = departures;
  if (leave === 0 || medianStep === null) return [];
  const keep = `${stay} of ${stay + leave} replays keep to the usual path (${pathWords(usual)})`;
  if (leave === 1) return [`${keep}; 1 leaves it, at step ${medianStep}.`];
  if (steps.length === 1) return [`${keep}; ${leave} leave it, all at step ${medianStep}.`];
  const early = `${withinFirstTwo} (${percent(withinFirstTwo / leave)} %) within the first two steps`;
  return [`${keep}; ${leave} leave it, half of them by step ${medianStep}, ${early}.`];
}
