import { insufficientSessions, type Estimate } from "../../analysis/analysis.ts";
import {
  modesText,
  type BaselineDiff,
  type PromptDiff,
  type RateChange,
} from "../../baseline/baseline.ts";
import type { Section } from "../audit/auditSections.ts";
import {
  intervalText,
  numberText,
  percent,
  pointsText,
  probabilityText,
  shareText,
} from "../numbers.ts";
import { approveCommand, verdictWords } from "./baselineWords.ts";

/**
 * A comparison in the order in which it is shown: rates, prompts, what changed in each step by step, how to approve.
 * @param where flags that say where the baseline is, for the command to approve; "" when it is in its usual place
 */
export function diffSections(diff: BaselineDiff, where: string): readonly Section[] {
  return [
    promptTable(diff),
    ...(diff.strategies.length === 0 ? [] : [strategyTable(diff)]),
    ...diff.prompts.filter(needsDetails).map(promptSection),
    ...(diff.outcome === "as-approved" ? [] : [approvalSection(diff, where)]),
    { title: "How to read this", lines: [...explanations, ...diff.notes], table: null, diffs: [] },
  ];
}

function promptTable({ prompts }: BaselineDiff): Section {
  return {
    title: "Prompts",
    lines: [],
    table: {
      head: [
        "prompt (client)",
        "verdict",
        "strategy",
        "approved",
        "now, itself",
        "now, frozen",
        "change",
      ],
      rows: prompts.flatMap(promptRows),
      widths: [22, 20, 14, 14, 14, 14, 14],
    },
    diffs: [],
  };
}

function promptRows(prompt: PromptDiff): readonly (readonly string[])[] {
  const { id, verdict, why, rates } = prompt;
  const name = `${id} (${clientText(prompt)})`;
  const words = why === "" ? verdictWords[verdict] : `${verdictWords[verdict]} (${why})`;
  if (rates.length === 0) return [[name, words, "", "", "", "", ""]];
  return rates.map((rate, index) => [
    index === 0 ? name : "",
    index === 0 ? words : "",
    ...rateCells(rate),
  ]);
}

function clientText({ clientConfiguration, clientConfigurationNow }: PromptDiff): string {
  return clientConfigurationNow === null || clientConfigurationNow === clientConfiguration
    ? clientConfiguration
    : `${clientConfiguration} → ${clientConfigurationNow}`;
}

function strategyTable({ strategies }: BaselineDiff): Section {
  return {
    title: "Over all prompts",
    lines: [],
    table: {
      head: ["strategy", "approved", "now, itself", "now, frozen", "change"],
      rows: strategies.map(rateCells),
      widths: [20, 24, 24, 24, 22],
    },
    diffs: [],
  };
}

function rateCells({ strategy, before, own, frozen, difference, pAdjusted, change }: RateChange) {
  const words = { "none-found": "none found", better: "better", worse: "WORSE", unknown: "?" };
  const points = `${pointsText(difference.value)} points${boundsText(difference)}`;
  return [
    strategy,
    ...[before, own, frozen].map(rateText),
    change === "unknown"
      ? words.unknown
      : `${words[change]}: ${points}, p ${probabilityText(pAdjusted)}`,
  ];
}

function rateText(rate: Estimate): string {
  if (rate.value === null) return "?";
  return `${shareText(rate.value)}${boundsText(rate)}, n ${rate.n}`;
}

/** A star for the words that would fill the table; they are below it. */
function boundsText(estimate: Estimate): string {
  return estimate.lower === null ? "*" : ` ${intervalText(estimate)}`;
}

/** Within the noise nothing has to be looked at. */
function needsDetails({ verdict }: PromptDiff): boolean {
  return (
    verdict === "re-baseline-proposal" ||
    verdict === "structure-and-rate-changed" ||
    verdict === "ambiguous"
  );
}

function promptSection(prompt: PromptDiff): Section {
  const { id, verdict, reference, modesBefore, modesNow } = prompt;
  const modes = (when: string, all: PromptDiff["modesNow"]) =>
    all.length === 0 ? [] : [`Modes ${when}: ${modesText(all)}.`];
  return {
    title: `${id} (${clientText(prompt)}): ${verdictWords[verdict]}`,
    lines: [
      ...(reference === null ? [] : [referenceLine(reference)]),
      ...modes("when it was approved", modesBefore),
      ...modes("now", modesNow),
    ],
    table: null,
    diffs: (reference?.channels ?? []).map(({ channel, distance, threshold, diff }) => ({
      title: `${channel}: distance ${numberText(distance)}, noise up to ${numberText(threshold)}`,
      diff,
    })),
  };
}

function referenceLine({ before, now, severity }: NonNullable<PromptDiff["reference"]>): string {
  const side = ({ hash, share, sessions }: typeof before) =>
    `${hash.slice(0, 12)} (${percent(share)} % of ${sessions} sessions)`;
  return `Reference ${side(before)} → ${side(now)}, ${numberText(severity)} times the noise apart.`;
}

function approvalSection(diff: BaselineDiff, where: string): Section {
  return {
    title: diff.outcome === "worse" ? "To approve it all the same" : "To approve what is new",
    lines: [`${approveCommand(diff, where)} (the old version is kept)`],
    table: null,
    diffs: [],
  };
}

const explanations = [
  "approved: divergence when the baseline was approved. now, itself: from what most sessions of this run do. now, frozen: from the approved reference. n: lanes, the independent units.",
  `* ${insufficientSessions}: too few lanes for an interval that keeps its promise.`,
  "As long as the structure is the approved one, the frozen rate is compared; where it changed, the run's own. No difference found is no proof of none: mind n.",
];
