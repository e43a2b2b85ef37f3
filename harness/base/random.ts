import { createHash } from "node:crypto";

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** SHA-256 of a text, 64 hexadecimal digits. */
export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * A number in [0, 1) that depends on nothing but its parts: the same parts give the same number in every
 * process and in every order of execution. Used wherever concurrency must not change a draw.
 */
export function hashToUnit(...parts: readonly (string | number)[]): number {
  const digest = sha256(JSON.stringify(parts));
  return Number.parseInt(digest.slice(0, 13), 16) / 2 ** 52;
}

/**
 * mulberry32: a small seeded generator with a period of 2^32, good enough for shuffles and permutation tests.
 * @param seed a 32-bit integer; other numbers are truncated to one
 * @see vectors "cluster_bootstrap_mulberry32_A", which fix this very stream
 */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A generator seeded from any parts, e.g. `seededRandom(run.seed, "lane", laneId)`. */
export function seededRandom(...parts: readonly (string | number)[]): Random {
  return mulberry32(Math.floor(hashToUnit(...parts) * 2 ** 32));
}

/** A shuffled copy (Fisher-Yates); the input is left alone. */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    const moved = result[last] as T;
    result[last] = result[pick] as T;
    result[pick] = moved;
  }
  return result;
}
