/** List prices in US dollars per million tokens. */
export type Price = {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
};

/**
 * Price of a model by the family in its name, or null for a model we do not know.
 * List prices as of 2026-11; a run's cost is an estimate, the vendor's invoice is the truth.
 */
export function priceOf(model: string): Price | null {
  const family = families.find(([name]) => model.includes(name));
  return family ? withCache(family[1], family[2]) : null;
}

const families: readonly (readonly [name: string, input: number, output: number])[] = [
  ["haiku", 1, 5],
  ["sonnet", 3, 15],
  ["opus", 5, 25],
];

/** Cache reads cost a tenth of an input token, cache writes five quarters. */
function withCache(input: number, output: number): Price {
  return { input, output, cacheRead: input * 0.1, cacheWrite: input * 1.25 };
}
