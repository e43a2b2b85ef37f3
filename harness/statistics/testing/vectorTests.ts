import { expect, test } from "vitest";
import { z } from "zod";
import file from "../../../fixtures/vectors/statistics.json" with { type: "json" };
import type { Cluster } from "../clusteredProportion.ts";
import type { Interval } from "../interval.ts";

/** All reference values. */
export const vectors = z
  .array(
    z.object({
      name: z.string(),
      input: z.unknown(),
      expected: z.looseObject({}),
      tol: z.number(),
    }),
  )
  .parse(file);

/** Names of the vectors that have a test. */
export const tested = new Set<string>();

type Exceptions = {
  /** keys of `expected` that this product has no use for; every other one must be computed */
  readonly leftOut?: readonly string[];
  /** for keys of which the reference program itself has fewer right digits than the vector claims */
  readonly tolerances?: Readonly<Record<string, number>>;
};

/**
 * Registers one test for each vector with that name.
 * @param compute names what it computes as the vector's `expected` does
 */
export function testVectors<T extends z.ZodType>(
  name: RegExp,
  input: T,
  compute: (input: z.infer<T>) => Readonly<Record<string, unknown>>,
  { leftOut = [], tolerances = {} }: Exceptions = {},
): void {
  const matching = vectors.filter((vector) => name.test(vector.name));
  if (matching.length === 0) throw new Error(`No vector is named like ${name}.`);
  for (const vector of matching) {
    tested.add(vector.name);
    test(`vector: ${vector.name}`, () => {
      const computed = compute(input.parse(vector.input));
      expect(Object.keys(computed)).not.toEqual([]);
      for (const [key, value] of Object.entries(computed)) {
        expect(Object.keys(vector.expected)).toContain(key);
        expectClose(value, vector.expected[key], tolerances[key] ?? vector.tol);
      }
      const missing = Object.keys(vector.expected).filter((key) => !(key in computed));
      expect(missing.filter((key) => !leftOut.includes(key))).toEqual([]);
    });
  }
}

/** Tolerance is relative plus absolute. */
function expectClose(computed: unknown, expected: unknown, tolerance: number): void {
  if (typeof expected === "number") {
    expect(computed).toBeTypeOf("number");
    const limit = tolerance * (1 + Math.abs(expected));
    const shown = `${String(computed)} for ${expected}`;
    expect(Math.abs(Number(computed) - expected), shown).toBeLessThanOrEqual(limit);
    return;
  }
  if (typeof expected === "boolean") {
    expect(computed).toBe(expected);
    return;
  }
  if (Array.isArray(expected)) expect(computed).toHaveLength(expected.length);
  const wanted = new Map(entriesOf(expected));
  for (const [key, value] of entriesOf(computed)) {
    expect([...wanted.keys()]).toContain(key);
    expectClose(value, wanted.get(key), tolerance);
  }
}

/** Of an object or an array; anything else is a mistake in a vector or in its test. */
function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(z.union([z.array(z.unknown()), z.looseObject({})]).parse(value));
}

export const pair = (interval: Interval | null): readonly [number, number] | null =>
  interval && [interval.lower, interval.upper];

export const numbers = z.array(z.number());
export const table = z.tuple([
  z.tuple([z.number(), z.number()]),
  z.tuple([z.number(), z.number()]),
]);

/** Sessions with their diverged and scored replays. */
export const clustersInput = z
  .object({ diverged_per_session: numbers, replays_per_session: numbers })
  .transform((input): Cluster[] =>
    input.diverged_per_session.map((diverged, index) => ({
      diverged,
      scored: input.replays_per_session[index] ?? 0,
    })),
  );
