/** Bounds of a search on a line, lower < upper. */
export type Range = { readonly lower: number; readonly upper: number };

/**
 * Where a function that rises (or falls) through 0 does so, by bisection to the last digit. When it has the same
 * sign at both ends the end with the smaller absolute value is given.
 */
export function rootBetween({ lower, upper }: Range, f: (x: number) => number): number {
  const atLower = f(lower);
  const atUpper = f(upper);
  if (atLower * atUpper > 0) return Math.abs(atLower) < Math.abs(atUpper) ? lower : upper;
  let [low, high] = [lower, upper];
  for (let round = 0; round < 200; round++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (f(middle) * atLower > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Highest value of a function with a single peak, by golden-section search.
 * @param tolerance width at which the search stops; below 1e-8 of the range rounding decides
 */
export function maximumBetween(
  { lower, upper }: Range,
  f: (x: number) => number,
  tolerance = 1e-7,
): { readonly at: number; readonly value: number } {
  let [low, high] = [lower, upper];
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [atLeft, atRight] = [f(left), f(right)];
  while (high - low > tolerance) {
    if (atLeft >= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = f(left);
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = f(right);
    }
  }
  return atLeft >= atRight ? { at: left, value: atLeft } : { at: right, value: atRight };
}

const golden = (Math.sqrt(5) - 1) / 2;
