import type { Transcript } from "../transcript/transcript.ts";
import type { CanonicalCall } from "./calls.ts";
import type { Effort } from "./types.ts";

/** How much work the agent put in and how carefully. Never gates by default: sampling moves most of it. */
export function effortChannel(transcript: Transcript, calls: readonly CanonicalCall[]): Effort {
  const steps = transcript.turns.flatMap((turn) => turn.steps);
  const edits = calls.filter(isEdit).length;
  const reads = calls.filter((call) => call.tool === "Read").length;
  return {
    thinkingSteps: steps.filter((step) => step.kind === "thinking").length,
    thinkingTokens: sumOfKnown(transcript.turns.map((turn) => turn.usage.thinkingTokens)),
    steps: steps.length,
    calls: calls.length,
    words: steps.reduce((sum, step) => sum + (step.kind === "text" ? wordsIn(step.text) : 0), 0),
    readsPerEdit: edits === 0 ? null : reads / edits,
    editsWithoutRead: editsWithoutRead(calls),
    repeatedCalls: repeatedCalls(calls),
    testsAfterLastEdit: testsAfterLastEdit(calls),
  };
}

function isEdit(call: CanonicalCall): boolean {
  return call.tool === "Edit" || call.tool === "Write" || call.tool === "NotebookEdit";
}

function editsWithoutRead(calls: readonly CanonicalCall[]): number {
  return calls.filter(
    (call, index) =>
      call.tool === "Edit" &&
      !calls.slice(0, index).some((earlier) => acquaints(earlier, call.target)),
  ).length;
}

/** Whether the agent knows the file after the call: it read it, wrote it or named it in a shell command. */
function acquaints(call: CanonicalCall, path: string): boolean {
  if (call.tool === "Bash") return call.command.includes(path);
  return call.target === path && (call.tool === "Read" || isEdit(call));
}

function repeatedCalls(calls: readonly CanonicalCall[]): number {
  const seen = new Set<string>();
  let repeated = 0;
  for (const call of calls) {
    // After an edit, reading or testing again is no repetition.
    if (isEdit(call)) seen.clear();
    const key = `${call.token} ${call.target}`;
    if (seen.has(key)) repeated++;
    seen.add(key);
  }
  return repeated;
}

const testProgram = /\b(?:test|vitest|jest|mocha|pytest|unittest|tox|rspec|phpunit)\b/;

function testsAfterLastEdit(calls: readonly CanonicalCall[]): boolean | null {
  const last = calls.findLastIndex(isEdit);
  if (last === -1) return null;
  return calls.slice(last + 1).some((call) => call.tool === "Bash" && testProgram.test(call.token));
}

function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== "").length;
}

function sumOfKnown(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
}
