import { counted } from "../base/base.ts";
import type { Ending } from "../transcript/transcript.ts";
import { findLoop } from "./callLoop.ts";
import type { Seen } from "./seen.ts";
import type { Judgement } from "./types.ts";

/** Structural completeness: nothing that was begun is without its end. Asking the user back is complete. */
export function judgeComplete(seen: Seen): Judgement {
  const problems = [...openCalls(seen), ...brokenOff(seen.replay.transcript.ending)];
  return verdict(problems, `all of ${counted(seen.calls.length, "call")} have results`);
}

/** Tool-call termination: the agent got out of its calls by itself. */
export function judgeTerminates(seen: Seen): Judgement {
  const { ending } = seen.replay.transcript;
  const problems = openCalls(seen);
  if (ending.kind === "turn-limit")
    problems.push(`it was stopped at the limit of ${counted(ending.turns, "turn")}`);
  const loop = findLoop(seen.calls);
  if (loop !== null)
    problems.push(`${loop.tools.join(", ")} repeated ${loop.times} times with equal results`);
  return verdict(problems, "no open call, no loop");
}

/** What the suite means by `ending: completed`: complete, and by no other ending. */
export function judgeEnding(seen: Seen): Judgement {
  const { ending } = seen.replay.transcript;
  if (ending.kind !== "completed") {
    return { passed: false, evidence: `it ended as ${ending.kind}` };
  }
  return judgeComplete(seen);
}

function openCalls({ calls, replay }: Seen): string[] {
  const open = calls.filter(({ outcome }) => outcome.kind === "open");
  if (open.length > 0)
    return [`without result: ${[...new Set(open.map(({ name }) => name))].join(", ")}`];
  const { ending } = replay.transcript;
  return ending.kind === "tool-open" ? [`without result: ${ending.tool}`] : [];
}

function brokenOff(ending: Ending): string[] {
  if (ending.kind === "truncated") return [`truncated at ${ending.at}`];
  if (ending.kind === "refused") return ["refused"];
  if (ending.kind === "no-answer") return ["no answer"];
  return ending.kind === "turn-limit" ? ["stopped at the turn limit"] : [];
}

function verdict(problems: readonly string[], otherwise: string): Judgement {
  return problems.length === 0
    ? { passed: true, evidence: otherwise }
    : { passed: false, evidence: problems.join("; ") };
}
