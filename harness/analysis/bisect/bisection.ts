/** What is known of a version: whether it is as the good end, as the bad end, or cannot be looked at. */
export type Standing = "good" | "bad" | "skipped";

/** A search for the border between good and bad among versions in order; immutable. */
export type Bisection = {
  /** the good end first, the bad end last, whichever is older */
  readonly versions: readonly string[];
  readonly known: ReadonlyMap<string, Standing>;
};

/** Where the border lies. */
export type Border = {
  readonly lastGood: string;
  /** in order; the first bad version is one of these, and the last of them is bad. One alone: it is that one */
  readonly candidates: readonly string[];
};

/**
 * Begins a search. That the ends are what they are called must have been seen before.
 * @param versions two or more, the good end first
 * @throws RangeError for fewer than two
 */
export function startBisection(versions: readonly string[]): Bisection {
  const [good, bad] = [versions[0], versions.at(-1)];
  if (good === undefined || bad === undefined || versions.length < 2) {
    throw new RangeError("A bisection needs a good and a bad version.");
  }
  return {
    versions,
    known: new Map<string, Standing>([
      [good, "good"],
      [bad, "bad"],
    ]),
  };
}

/** Takes in what was seen of a version. */
export function withStanding(bisection: Bisection, version: string, standing: Standing): Bisection {
  return { ...bisection, known: new Map([...bisection.known, [version, standing]]) };
}

/**
 * The version to be looked at next: the one in the middle of what is open or, when that was skipped, the nearest to it
 * that was not. Null when no version can tell more. Without skips ceil(log2 n) of n + 1 versions are asked for.
 */
export function nextVersion(bisection: Bisection): string | null {
  const { lower, upper } = bounds(bisection);
  const { versions, known } = bisection;
  const middle = Math.floor((lower + upper) / 2);
  const open = versions
    .map((version, index) => ({ version, distance: Math.abs(index - middle), index }))
    .filter(({ version, index }) => index > lower && index < upper && !known.has(version))
    .toSorted((a, b) => a.distance - b.distance);
  return open[0]?.version ?? null;
}

/** Where the border lies by what is known so far. */
export function borderOf(bisection: Bisection): Border {
  const { lower, upper } = bounds(bisection);
  return {
    lastGood: bisection.versions.slice(lower, lower + 1).join(""),
    candidates: bisection.versions.slice(lower + 1, upper + 1),
  };
}

/** Indices of the last good and the first bad version that are known. */
function bounds({ versions, known }: Bisection): {
  readonly lower: number;
  readonly upper: number;
} {
  return {
    lower: versions.findLastIndex((version) => known.get(version) === "good"),
    upper: versions.findIndex((version) => known.get(version) === "bad"),
  };
}
