import { holm } from "../../statistics/statistics.ts";
import { divergersAgree } from "./agreementEvidence.ts";
import { clientEvidence } from "./clientEvidence.ts";
import type { Material } from "./material.ts";
import { onsetAtOneTime } from "./momentEvidence.ts";
import { rateDiffersByWave } from "./rateByWave.ts";
import { recoveryEvidence } from "./recoveryEvidence.ts";
import { afterIdling, onsetInSession, sticksToDevice, sticksToSession } from "./sessionEvidence.ts";
import { strategyContrasts } from "./strategyEvidence.ts";
import type {
  Diagnosis,
  EvidenceItem,
  Finding,
  Measurement,
  MechanismId,
  RankedMechanism,
} from "./types.ts";
import { wayDiffersByWave } from "./wayByWave.ts";
import { evidenceTable, mechanismNames } from "./weights.ts";

/**
 * Which of the six mechanisms is behind the divergence? Every piece of evidence is measured by itself, weighed by the table of
 * `weights.ts` and added up. A mechanism is named only when it is clearly ahead.
 */
export function diagnose(material: Material): Diagnosis {
  const measurements = [
    sticksToSession(material),
    sticksToDevice(material),
    onsetInSession(material),
    afterIdling(material),
    onsetAtOneTime(material),
    rateDiffersByWave(material),
    wayDiffersByWave(material),
    divergersAgree(material),
    ...strategyContrasts(material),
    ...recoveryEvidence(material),
    ...clientEvidence(material),
  ];
  const evidence = judge(measurements);
  const ranked = rank(evidence);
  const verdict = conclude(evidence, ranked);
  return {
    evidence,
    ranked,
    verdict,
    text: verdictText(verdict, ranked),
    notes: notesOn(evidence, material),
  };
}

const significance = 0.05;
/** A p above this, from enough data, is read as "no". */
const nothingSeen = 0.2;

/** Tests are corrected by Holm over the whole table, because each of them is asked of the same replays. */
export function judge(measurements: readonly Measurement[]): readonly EvidenceItem[] {
  const pOf = ({ basis }: Measurement) => (basis.kind === "test" ? basis.p : null);
  const adjusted = holm(measurements.flatMap((one) => pOf(one) ?? []));
  return measurements.map((one) => {
    const { id, measured, n } = one;
    const p = pOf(one);
    const pAdjusted = p === null ? null : (adjusted.shift() ?? null);
    const finding = findingOf(one, pAdjusted);
    const { question, yes, no } = evidenceTable[id];
    const weights = finding === "yes" ? yes : finding === "no" ? no : {};
    return { id, question, finding, measured, n, p, pAdjusted, weights };
  });
}

function findingOf({ basis }: Measurement, pAdjusted: number | null): Finding {
  if (basis.kind === "interval") return basis.finding;
  const { p, holds, isEnough } = basis;
  if (p === null || pAdjusted === null) return "unclear";
  if (holds && pAdjusted <= significance) return "yes";
  return isEnough && (!holds || p > nothingSeen) ? "no" : "unclear";
}

const mechanisms: readonly MechanismId[] = [
  "traffic-slicing",
  "idle-bug",
  "system-prompt",
  "mid-session-update",
  "beta-gated",
  "prompt-churn",
  "noise-only",
];

/** Sums the weights; equal scores keep the order of DESIGN 8. */
export function rank(evidence: readonly EvidenceItem[]): readonly RankedMechanism[] {
  return mechanisms
    .map((mechanism) => {
      const weighed = evidence
        .map(({ id, weights }) => ({ id, weight: weights[mechanism] ?? 0 }))
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
      return {
        mechanism,
        name: mechanismNames[mechanism],
        score: weighed.reduce((sum, { weight }) => sum + weight, 0),
        for: weighed.flatMap(({ id, weight }) => (weight > 0 ? [id] : [])),
        against: weighed.flatMap(({ id, weight }) => (weight < 0 ? [id] : [])),
      };
    })
    .sort((a, b) => b.score - a.score);
}

/** The least score that is named: odds of about 20 to 1 against a mechanism that nothing speaks for. */
const leastScore = 3;
/** The least lead over the second: about 4.5 times as likely. */
const leastLead = 1.5;

function conclude(
  evidence: readonly EvidenceItem[],
  ranked: readonly RankedMechanism[],
): Diagnosis["verdict"] {
  const [first, second] = ranked;
  // Nothing may be named because of evidence that presupposes an effect, where no test found one.
  const isAnything = evidence.some(({ finding, p }) => finding === "yes" && p !== null);
  const isTied = evidence.some(({ id, finding }) => finding === "yes" && id.startsWith("tied-"));
  if (first === undefined || second === undefined || (!isAnything && !isTied)) {
    return { kind: "none" };
  }
  if (first.mechanism === "noise-only") return { kind: "none" };
  const isClear = first.score >= leastScore && first.score - second.score >= leastLead;
  if (isClear) return { kind: "named", mechanism: first.mechanism };
  const close = ranked.filter(({ score }) => first.score - score < leastLead);
  return { kind: "undecided", between: close.map(({ mechanism }) => mechanism) };
}

function verdictText(verdict: Diagnosis["verdict"], ranked: readonly RankedMechanism[]): string {
  const scoreOf = (mechanism: MechanismId) =>
    (ranked.find((one) => one.mechanism === mechanism)?.score ?? 0).toFixed(1);
  switch (verdict.kind) {
    case "none":
      return "No mechanism is named: nothing was found to stick, or to go with time, wave, strategy or request.";
    case "named":
      return `The evidence fits ${mechanismNames[verdict.mechanism]} best (score ${scoreOf(verdict.mechanism)}, next ${ranked[1]?.name} ${ranked[1]?.score.toFixed(1)}).`;
    case "undecided": {
      const named = verdict.between.map((one) => `${mechanismNames[one]} (${scoreOf(one)})`);
      return named.length === 1
        ? `The evidence is too weak to name a mechanism; ${named.join("")} comes first.`
        : `The evidence does not decide between ${named.join(", ")}.`;
    }
  }
}

/** Below this many lanes hardly any of the tests can find what is there. */
const fewLanes = 60;

function notesOn(evidence: readonly EvidenceItem[], { observations }: Material): readonly string[] {
  const tests = evidence.filter(({ p }) => p !== null).length;
  const unclear = evidence.filter(({ finding }) => finding === "unclear").length;
  const lanes = new Set(observations.map(({ lane }) => lane)).size;
  return [
    `${tests} tests of the same replays, corrected by Holm; ${unclear} of ${evidence.length} questions stay unclear and weigh nothing.`,
    ...(lanes < fewLanes
      ? [
          `${lanes} lanes in all: with fewer than ${fewLanes}, a mechanism that is there may well stay unseen.`,
        ]
      : []),
    "Scores add up weights that were fixed beforehand and are no probabilities: several mechanisms may act together, and others than these six exist.",
  ];
}
