import type { BisectResult, BisectStep } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";

/** What was asked, and between which versions. */
export function bisectTitle({
  agent,
  model,
  criterion,
  good,
  bad,
  versions,
}: BisectResult): string {
  return `Bisection · ${criterion} · ${agent}, good ${good}, bad ${bad} · ${counted(versions, "version")} after the first · ${model}`;
}

/** What every reader must see of how the answer was found. */
export const bisectBanner =
  "SIMULATED vendor: no real service was asked, nothing was spent. The versions of the client are real.";

/** The answer in one sentence. */
export function verdictSentence({ answer }: BisectResult): string {
  const { kind, candidates, before } = answer;
  const [became, was] = kind === "break" ? ["bad", "good"] : ["good", "bad"];
  const [first, ...more] = candidates;
  if (more.length === 0)
    return `${first} is the first ${became} version; ${before} is the last ${was} one.`;
  return `The first ${became} version is one of ${candidates.join(", ")}; the others could not be looked at. ${before} is the last one known to be ${was}.`;
}

/** The command that shows all that changed there. */
export function nextCommand({ agent, answer, model }: BisectResult): string {
  const flags = agent === "claude-code" ? "" : ` --agent ${agent}`;
  return `sametwice audit --from ${answer.before} --to ${answer.candidates.at(-1)}${flags} --model ${model}`;
}

/** Whether values turned up that neither end has; null when none did. */
export function thirdValueNote({ steps }: BisectResult): string | null {
  const others = steps.filter(({ standing }) => standing === "other");
  if (others.length === 0) return null;
  const names = others.map(({ version }) => version).join(", ");
  return `It changed more than once: ${names} ${others.length === 1 ? "has" : "have"} neither the good version's value nor the bad one's. They count as bad, so the answer is the first change.`;
}

/** What is told of one version, while it goes on and in the end. */
export function stepLine({ version, standing, evidence }: BisectStep): string {
  return `${version}  ${words[standing].padEnd(longest)}  ${evidence}`;
}

const words: Readonly<Record<BisectStep["standing"], string>> = {
  good: "good",
  bad: "bad",
  other: "third value",
  skipped: "skipped",
};
const longest = "third value".length;
