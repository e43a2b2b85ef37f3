import { canonicalJson } from "../base/base.ts";
import type { ToolCall } from "../transcript/transcript.ts";

/** Calls that were issued again and again without anything new coming back. */
export type CallLoop = {
  /** tools of one round, in order */
  readonly tools: readonly string[];
  /** rounds, 3 or more */
  readonly times: number;
};

/** Two equal calls happen to careful agents (a test run twice); the third in a row learns nothing. */
const fewestRounds = 3;
/** Calls of the longest round that is looked for; longer rounds are rare and cost time. */
const longestRound = 3;

/**
 * The longest loop: rounds of 1 to 3 calls, equal in tool, arguments and result, 3 times or more without another call
 * in between. Digits in results do not count (durations, process ids); asking for a result that changes its words is no loop.
 * @returns null when there is none
 */
export function findLoop(calls: readonly ToolCall[]): CallLoop | null {
  // Most replays do not even call the same tools in rounds, and names are cheap to compare.
  return longestLoop(calls, haveSameTool) === null ? null : longestLoop(calls, areEqual);
}

function longestLoop(
  calls: readonly ToolCall[],
  isAgain: (call: ToolCall, earlier: ToolCall) => boolean,
): CallLoop | null {
  let longest: CallLoop | null = null;
  for (let length = 1; length <= longestRound; length++) {
    let repeats = 0;
    for (const [index, call] of calls.entries()) {
      const earlier = calls[index - length];
      repeats = earlier !== undefined && isAgain(call, earlier) ? repeats + 1 : 0;
      const times = Math.floor(repeats / length) + 1;
      if (times < fewestRounds || times <= (longest?.times ?? 0)) continue;
      const tools = calls.slice(index - length + 1, index + 1).map(({ name }) => name);
      longest = { tools, times };
    }
  }
  return longest;
}

function haveSameTool(a: ToolCall, b: ToolCall): boolean {
  return a.name === b.name;
}

function areEqual(a: ToolCall, b: ToolCall): boolean {
  return (
    a.name === b.name &&
    a.outcome.kind === b.outcome.kind &&
    canonicalJson(a.input) === canonicalJson(b.input) &&
    resultOf(a) === resultOf(b)
  );
}

function resultOf({ outcome }: ToolCall): string {
  return outcome.kind === "open" ? "" : outcome.output.replace(/\d+/g, "0");
}
