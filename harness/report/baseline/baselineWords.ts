import {
  vendorText,
  type BaselineDiff,
  type PromptDiff,
  type RunIdentity,
} from "../../baseline/baseline.ts";
import { counted } from "../../base/base.ts";

/** What every reader must see of a run that no real vendor answered; null for a real vendor. */
export function simulatedLine({ vendor }: RunIdentity): string | null {
  if (vendor.kind !== "simulated") return null;
  return `SIMULATED: the vendor was the simulation "${vendor.profile}"; these numbers say nothing about a real service.`;
}

/** `claude-code 2.1.328 · model · the SIMULATED vendor april · not observed` */
export function subjectText(run: RunIdentity): string {
  const observed = run.observed === "on" ? [] : ["not observed (--observe off)"];
  return [`${run.agent} ${run.cli}`, run.model, vendorText(run), ...observed].join(" · ");
}

/** How a verdict is written. */
export const verdictWords: Readonly<Record<PromptDiff["verdict"], string>> = {
  unchanged: "unchanged",
  "rate-changed": "rate changed",
  "re-baseline-proposal": "structure changed, rate unchanged: re-baseline proposal",
  "structure-and-rate-changed": "structure and rate changed",
  ambiguous: "ambiguous",
  "prompt-changed": "prompt changed: cannot be compared",
  new: "new",
  gone: "gone",
  unknown: "unknown",
};

/** The one line to be read when only one is. */
export function outcomeLine(diff: BaselineDiff): string {
  switch (diff.outcome) {
    case "worse":
      return `WORSE: ${worseText(diff)} (${verdictCounts(diff)}).`;
    case "to-approve":
      return `TO APPROVE: no rate was shown to have risen, but not everything is as it was approved (${verdictCounts(diff)}).`;
    case "as-approved":
      return `AS APPROVED: nothing was shown to have changed for the worse (${verdictCounts(diff)}).`;
  }
}

function worseText({ strategies, prompts }: BaselineDiff): string {
  const overall = strategies.filter(({ change }) => change === "worse");
  if (overall.length > 0) {
    return `${overall.map(({ strategy }) => strategy).join(", ")} diverged more often over all prompts`;
  }
  const ids = prompts
    .filter(({ rates }) => rates.some(({ change }) => change === "worse"))
    .map(({ id }) => id);
  return `replays of ${[...new Set(ids)].join(", ")} diverged more often`;
}

/** `3 unchanged, 1 ambiguous` */
function verdictCounts({ prompts }: BaselineDiff): string {
  const counts = [...Map.groupBy(prompts, ({ verdict }) => verdict)].map(
    ([verdict, own]) => `${own.length} ${verdictWords[verdict]}`,
  );
  return counts.length === 0 ? counted(0, "prompt") : counts.join(", ");
}

/** The command that makes this run the baseline. */
export function approveCommand({ run, baseline, prompts }: BaselineDiff, where: string): string {
  const ambiguous = prompts.some(({ modesNow }) => modesNow.length > 0);
  return [
    `sametwice baseline approve ${run.id}`,
    ...(baseline.name === "main" ? [] : [`--name ${baseline.name}`]),
    "--replace",
    ...(ambiguous ? ["--accept-ambiguous"] : []),
    ...(where === "" ? [] : [where]),
  ].join(" ");
}
