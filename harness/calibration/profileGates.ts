import { clopperPearson } from "../statistics/statistics.ts";
import type { ProfileResult, Share } from "./compareWithTruth.ts";

/** One promise held against runs through real processes. */
export type ProfileGate = {
  readonly profile: string;
  readonly name: string;
  /** what was seen beside what was asked for, in words */
  readonly text: string;
  readonly passed: boolean;
};

/** Exact intervals must reach these; a handful of sessions cannot show more. */
const wanted = { sensitivity: 0.9, specificity: 0.95 };
/** A copy of the baseline differs from it by chance in one run of 20; only what chance does once in a thousand is a fault. */
const smallestAaP = 0.001;

/** The profiles that have one mechanism each; `healthy` has none, and what has several has no one answer. */
const mechanisms: Readonly<Record<string, string | null>> = {
  healthy: null,
  "mechanism-1-slices": "traffic-slicing",
  "mechanism-2-idle-bug": "idle-bug",
  "mechanism-3-system-prompt": "system-prompt",
  "mechanism-4-mid-session-update": "mid-session-update",
  "mechanism-5-beta-gated": "beta-gated",
  "mechanism-6-prompt-churn": "prompt-churn",
};

/**
 * Holds runs through real processes to what the vendor's ground truth says, pooled over the runs of each profile. A gate for which a
 * profile holds nothing (degraded sessions of `healthy`) is left out.
 */
export function holdProfilesToGates(results: readonly ProfileResult[]): readonly ProfileGate[] {
  return [...Map.groupBy(results, ({ profile }) => profile)].flatMap(([profile, runs]) => [
    ...reaches(profile, "degraded sessions are found", {
      share: pooled(runs.map(({ sessions }) => sessions.sensitivity)),
      least: wanted.sensitivity,
    }),
    ...reaches(profile, "healthy sessions are left alone", {
      share: pooled(runs.map(({ sessions }) => sessions.specificity)),
      least: wanted.specificity,
    }),
    ...runs.flatMap((run) => [
      ...intervalGates(run, "slice", run.slices),
      ...intervalGates(run, "recovery", run.recovery),
      ...noiseGates(run),
      ...mechanismGates(run),
    ]),
  ]);
}

function reaches(
  profile: string,
  name: string,
  { share, least }: { readonly share: Share; readonly least: number },
): readonly ProfileGate[] {
  if (share.of === 0) return [];
  return [
    {
      profile,
      name,
      text: `${share.hits} of ${share.of}, at most ${share.upper.toFixed(3)}; wanted ${least}`,
      passed: share.upper >= least,
    },
  ];
}

function intervalGates(
  { profile, seed }: ProfileResult,
  name: string,
  rows: ProfileResult["slices"],
): readonly ProfileGate[] {
  return rows.flatMap(({ strategy, really, found }) => {
    if (really.of === 0 || found.lower === null || found.upper === null) return [];
    const share = really.hits / really.of;
    return [
      {
        profile,
        name: `${name} of ${strategy}, seed ${seed}`,
        text: `really ${share.toFixed(3)}, found [${found.lower.toFixed(3)}, ${found.upper.toFixed(3)}]`,
        passed: found.lower <= share && share <= found.upper,
      },
    ];
  });
}

function noiseGates({ profile, seed, noiseBand }: ProfileResult): readonly ProfileGate[] {
  if (noiseBand === null || noiseBand.p === null) return [];
  return [
    {
      profile,
      name: `${noiseBand.b} does not differ from ${noiseBand.a} (A/A), seed ${seed}`,
      text: `p ${noiseBand.p.toFixed(3)}`,
      passed: noiseBand.p > smallestAaP,
    },
  ];
}

/** Small runs may be unable to tell; what they must not do is name a wrong one. */
function mechanismGates({ profile, seed, verdict }: ProfileResult): readonly ProfileGate[] {
  const really = mechanisms[profile];
  if (really === undefined) return [];
  const isWrong = verdict.kind === "named" && verdict.mechanism !== really;
  return [
    {
      profile,
      name: `no wrong mechanism is named, seed ${seed}`,
      text: `${verdict.kind === "named" ? verdict.mechanism : verdict.kind}, really ${really ?? "none"}`,
      passed: !isWrong,
    },
  ];
}

function pooled(shares: readonly Share[]): Share {
  const hits = shares.reduce((sum, share) => sum + share.hits, 0);
  const of = shares.reduce((sum, share) => sum + share.of, 0);
  return { hits, of, ...clopperPearson(hits, of, 0.95) };
}
