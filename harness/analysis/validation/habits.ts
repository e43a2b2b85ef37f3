import type { Effort } from "../../structure/structure.ts";
import type { CheckId } from "../../validation/validation.ts";
import { resultOf, type ValidatedReplay } from "./validatedReplay.ts";

/** A sum over things and how many there were; `of` 0: it could not happen. */
export type Tally = { readonly count: number; readonly of: number };

/** Something that agents do more or less often, or more or less of. */
export type Habit = {
  readonly id: string;
  /** as a sentence begins: `edits without reading` */
  readonly words: string;
  /** share: `count` is at most `of`; mean: `count` is any sum */
  readonly unit: "share" | "mean";
  /** it is the failing of a check, not a sign of effort */
  readonly isCheck: boolean;
  /** digits behind the point of a mean */
  readonly decimals: number;
  readonly tallyOf: (replay: ValidatedReplay) => Tally;
};

const nothing: Tally = { count: 0, of: 0 };

/** Signs of the effort that an agent took. None of them is a gate: a prompt that needs no thinking is not worse for not thinking. */
const signs: readonly Habit[] = [
  share("edits-without-read", "edits without reading", (effort) => ({
    count: effort.editsWithoutRead,
    of: effort.edits,
  })),
  share("repeated-calls", "identical calls repeated", (effort) => ({
    count: effort.repeatedCalls,
    of: effort.calls,
  })),
  share("no-tests-after-edit", "no tests after the last edit", ({ testsAfterLastEdit }) =>
    testsAfterLastEdit === null ? nothing : { count: testsAfterLastEdit ? 0 : 1, of: 1 },
  ),
  mean("reads-per-edit", "reads per edit", 1, (effort) => effort.readsPerEdit),
  mean("words-between-calls", "words between tool calls", 1, (effort) => effort.wordsBetweenCalls),
  mean("thinking-tokens", "thinking tokens", 0, (effort) => effort.thinkingTokens),
  mean("turns", "turns", 1, (effort) => effort.turns),
  mean("cache-ratio", "cache ratio", 2, (effort) => effort.cacheRatio),
];

/** The signs of effort, then the failures of the checks; `read-before-edit` is a sign already. */
export function habitsOf(checks: readonly CheckId[]): readonly Habit[] {
  return [...signs, ...checks.filter((check) => check !== "read-before-edit").map(failing)];
}

/** A check that is unknown counts neither as passed nor as failed. */
function failing(check: CheckId): Habit {
  return {
    id: `failing-${check}`,
    words: `check "${check}" failed`,
    unit: "share",
    isCheck: true,
    decimals: 0,
    tallyOf: (replay) => {
      const passed = resultOf(replay, check);
      return passed === null ? nothing : { count: passed ? 0 : 1, of: 1 };
    },
  };
}

function share(id: string, words: string, tally: (effort: Effort) => Tally): Habit {
  const tallyOf: Habit["tallyOf"] = ({ effort }) => tally(effort);
  return { id, words, unit: "share", isCheck: false, decimals: 0, tallyOf };
}

function mean(
  id: string,
  words: string,
  decimals: number,
  valueOf: (effort: Effort) => number | null,
): Habit {
  return {
    id,
    words,
    unit: "mean",
    isCheck: false,
    decimals,
    tallyOf: ({ effort }) => {
      const value = valueOf(effort);
      return value === null ? nothing : { count: value, of: 1 };
    },
  };
}
