/** Validated replays of known habits, for tests only. Nothing in production imports this file. */
import type { Effort } from "../../structure/structure.ts";
import type { ValidatedReplay } from "./validatedReplay.ts";

const plainEffort: Effort = {
  thinkingSteps: 0,
  thinkingTokens: null,
  turns: 4,
  steps: 4,
  calls: 3,
  words: 10,
  wordsBetweenCalls: 2,
  cacheRatio: null,
  edits: 1,
  readsPerEdit: 1,
  editsWithoutRead: 0,
  repeatedCalls: 0,
  testsAfterLastEdit: true,
};

/** A conforming replay that reads, edits once and tests, changed as given. */
export function habitual(
  place: Partial<Omit<ValidatedReplay, "effort">>,
  effort: Partial<Effort> = {},
): ValidatedReplay {
  return {
    id: "r",
    promptId: "p",
    strategy: "reset",
    lane: "l",
    session: "s",
    wave: 0,
    results: [],
    diverged: false,
    inDegraded: null,
    ...place,
    effort: { ...plainEffort, ...effort },
  };
}
