import { fisherExact, kornGraubard } from "../../statistics/statistics.ts";
import { groupBy } from "../estimates.ts";
import type { Material, Observation, StrategyTraits } from "./material.ts";
import { longSessions } from "./sessionEvidence.ts";
import type { EvidenceId, Measurement } from "./types.ts";
import { countText, hasEnough, rateOf } from "./rates.ts";

/** A baseline that hardly diverges leaves nothing for a strategy to improve. */
const leastRate = 0.1;

/** What a strategy changes, and the strategies that differ from it in nothing else. */
type Contrast = {
  readonly id: EvidenceId;
  readonly isTreated: (traits: StrategyTraits) => boolean;
  readonly isControl: (traits: StrategyTraits) => boolean;
  readonly missing: string;
};

const asGiven = ({ suppressesBetas, otherVersion }: StrategyTraits) =>
  !suppressesBetas && !otherVersion;

const contrasts: readonly Contrast[] = [
  {
    id: "less-after-restart",
    isTreated: (own) => asGiven(own) && own.oneReplayPerSession && !own.changesIdentity,
    isControl: (own) => asGiven(own) && !own.oneReplayPerSession,
    missing: "no strategy starts a process for every replay",
  },
  {
    id: "less-without-betas",
    isTreated: (own) => own.suppressesBetas && !own.otherVersion,
    isControl: asGiven,
    missing: "no strategy suppresses betas",
  },
  {
    id: "less-when-pinned",
    isTreated: (own) => own.otherVersion && !own.suppressesBetas,
    isControl: asGiven,
    missing: "no strategy pins another version",
  },
  {
    id: "less-with-fresh-identity",
    isTreated: (own) => asGiven(own) && own.changesIdentity,
    isControl: (own) => asGiven(own) && own.oneReplayPerSession && !own.changesIdentity,
    missing: "no strategy pair differs in the identity alone",
  },
];

/** A strategy that diverges at least this often, relative to the others, is not less by anything that matters. */
const nearlyAsOften = 0.8;

/**
 * Which strategies diverge less often? Each is compared with all strategies that differ from it in that one respect.
 * They hold sessions of different lengths, so lanes cannot simply be exchanged between them: with 10 % degraded sessions,
 * 30 lanes hold none in 4 % of all runs, and their rates then look certain. So a lane of the strategy counts as a single
 * draw, degraded or not, which is what it is when state sticks; its expected share stays the same. The others count as the
 * effective number of replays that their spread shows. Both are reduced by the noise of healthy sessions. Fisher's exact test,
 * one-sided.
 */
export function strategyContrasts(material: Material): readonly Measurement[] {
  const noise = noiseOf(material);
  return contrasts.map((contrast) => contrastOf(contrast, material, noise));
}

/** Divergence rate of sessions that look healthy: less than half of their replays diverged. */
function noiseOf(material: Material): number {
  return rateOf(
    longSessions(material)
      .filter((own) => rateOf(own).rate < 0.5)
      .flat(),
  ).rate;
}

function contrastOf(contrast: Contrast, material: Material, noise: number): Measurement {
  const { id, isTreated, isControl, missing } = contrast;
  const lanesOf = (wanted: (traits: StrategyTraits) => boolean) => {
    const ids = new Set(material.strategies.filter(wanted).map((own) => own.id));
    const replays = material.observations.filter(({ strategy }) => ids.has(strategy));
    return [...groupBy(replays, ({ lane }) => lane).values()];
  };
  const [treated, control] = [lanesOf(isTreated), lanesOf(isControl)];
  if (treated.length === 0 || control.length === 0) {
    return {
      id,
      measured: missing,
      n: 0,
      basis: { kind: "test", p: null, holds: false, isEnough: false },
    };
  }
  const [own, others] = [rateOf(treated.flat()), rateOf(control.flat())];
  return {
    id,
    measured: `${countText(own)} diverged with it, ${countText(others)} without`,
    n: treated.length + control.length,
    basis: {
      kind: "test",
      p: oneSidedP(treated, control, noise),
      holds: own.rate < others.rate,
      isEnough:
        hasEnough(control.flat(), Math.min(treated.length, control.length)) &&
        others.rate >= leastRate &&
        own.rate >= nearlyAsOften * others.rate,
    },
  };
}

type Lanes = readonly (readonly Observation[])[];

function oneSidedP(treated: Lanes, control: Lanes, noise: number): number | null {
  const others = kornGraubard(
    control.map((own) => ({ diverged: rateOf(own).diverged, scored: own.length })),
    0.95,
  );
  if (others.estimate === null || others.effectiveN === null) return null;
  const excess = (rate: number, of: number) => Math.max(0, Math.round((rate - noise) * of));
  const effective = Math.max(1, Math.floor(others.effectiveN));
  const [own, theirs] = [
    excess(rateOf(treated.flat()).rate, treated.length),
    excess(others.estimate, effective),
  ];
  return fisherExact([own, treated.length - own], [theirs, effective - theirs]).less;
}
