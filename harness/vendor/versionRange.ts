/**
 * Whether a version lies in a range like `>=2.1.320`, `<1.2.0`, `>=1.1.0 <1.2.0` or `2.1.300`; several comparisons must
 * all hold. Versions are compared by their numbers; a missing number counts as 0.
 */
export function inRange(version: string, range: string): boolean {
  return range
    .trim()
    .split(/\s+/)
    .every((comparison) => holds(version, comparison));
}

/** True when a text is a range that `inRange` understands. */
export function isRange(text: string): boolean {
  return /^(?:\s*(?:>=|<=|>|<|=)?\d+(?:\.\d+){0,2})+\s*$/.test(text);
}

function holds(version: string, comparison: string): boolean {
  const bound = comparison.replace(/^[<>=]+/, "");
  const order = compareVersions(version, bound);
  switch (comparison.slice(0, comparison.length - bound.length)) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    default:
      return order === 0;
  }
}

function compareVersions(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
