import type { Capabilities } from "../types.ts";
import type { MeasuredVersion } from "./capabilityTable.ts";
import { compareVersions, parseVersion } from "./version.ts";

/**
 * What may be asked of a version, by what was measured on it or on its neighbours.
 * @param measured one entry per version, in any order
 * @throws UserError when the version is none
 */
export function capabilitiesIn(
  measured: readonly MeasuredVersion[],
  version: string,
): Capabilities {
  const parsed = parseVersion(version);
  const distances = measured
    .map((one) => ({ one, distance: compareVersions(parseVersion(one.version), parsed) }))
    .toSorted((a, b) => compareVersions(parseVersion(a.one.version), parseVersion(b.one.version)));
  const same = distances.find(({ distance }) => distance === 0)?.one;
  if (same !== undefined) return { ...answersOf(same), basis: "measured" };
  const below = distances.findLast(({ distance }) => distance < 0)?.one;
  const above = distances.find(({ distance }) => distance > 0)?.one;
  if (below === undefined || above === undefined) return unknown;
  return { ...agreement(answersOf(below), answersOf(above)), basis: "assumed" };
}

/** Of two measurements of a version that of the first list counts. */
export function withOverrides(
  overrides: readonly MeasuredVersion[],
  measured: readonly MeasuredVersion[],
): readonly MeasuredVersion[] {
  const overridden = new Set(overrides.map(({ version }) => version));
  return [...overrides, ...measured.filter(({ version }) => !overridden.has(version))];
}

type Answers = Omit<Capabilities, "basis">;

const unknown: Capabilities = {
  clear: "unknown",
  betaSuppression: null,
  callsHome: [],
  basis: "unknown",
};

function answersOf({ clear, betaSuppression, callsHome }: MeasuredVersion): Answers {
  return { clear, betaSuppression, callsHome };
}

function agreement(below: Answers, above: Answers): Answers {
  const { clear, betaSuppression } = below;
  return {
    clear: clear === above.clear ? clear : unknown.clear,
    betaSuppression: betaSuppression === above.betaSuppression ? betaSuppression : null,
    callsHome: below.callsHome.filter((host) => above.callsHome.includes(host)),
  };
}
