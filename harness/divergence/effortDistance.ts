import type { Effort } from "../structure/structure.ts";

/**
 * Mean over the measures that both sides know: for numbers |a - b| / max(a, b), for yes and no 0 or 1. Half or
 * double the effort is 0.5, whatever the unit.
 */
export function effortDistance(a: Effort, b: Effort): number {
  const distances = measures.flatMap((measure) => {
    const [left, right] = [a[measure], b[measure]];
    return left === null || right === null ? [] : [relative(Number(left), Number(right))];
  });
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

const measures: readonly (keyof Effort)[] = [
  "thinkingSteps",
  "thinkingTokens",
  "turns",
  "steps",
  "calls",
  "words",
  "wordsBetweenCalls",
  "cacheRatio",
  "edits",
  "readsPerEdit",
  "editsWithoutRead",
  "repeatedCalls",
  "testsAfterLastEdit",
];

function relative(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === 0 ? 0 : Math.abs(a - b) / larger;
}
