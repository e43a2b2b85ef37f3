import { recoveryOf } from "../recovery.ts";
import type { Material, StrategyTraits } from "./material.ts";
import type { EvidenceId, Finding, Measurement } from "./types.ts";

type Operation = {
  readonly id: EvidenceId;
  readonly isIt: (traits: StrategyTraits, baseline: string | null) => boolean;
};

const operations: readonly Operation[] = [
  {
    id: "clear-recovers",
    isIt: ({ id, oneReplayPerSession }, baseline) => id === baseline && !oneReplayPerSession,
  },
  {
    id: "restart-recovers",
    isIt: (own, baseline) =>
      own.id !== baseline &&
      own.oneReplayPerSession &&
      !own.changesIdentity &&
      !own.suppressesBetas &&
      !own.otherVersion,
  },
  { id: "no-betas-recovers", isIt: (own) => own.suppressesBetas && !own.otherVersion },
  { id: "pin-recovers", isIt: (own) => own.otherVersion && !own.suppressesBetas },
  { id: "fresh-identity-recovers", isIt: (own) => own.changesIdentity },
];

/** What makes a degraded session healthy? From the challenges: more often than not (yes), or less often (no). */
export function recoveryEvidence(material: Material): readonly Measurement[] {
  return operations.map(({ id, isIt }) => {
    const strategy = material.strategies.find((own) => isIt(own, material.baseline));
    const recovery =
      strategy === undefined
        ? null
        : recoveryOf(strategy.id, material.outcomes, { level: material.level });
    if (recovery === null || recovery.value === null) {
      return {
        id,
        measured: "no degraded session was challenged with it",
        n: 0,
        basis: { kind: "interval", finding: "unclear" },
      };
    }
    const { lower, upper, count, of, n } = recovery;
    const percent = (share: number | null) => (100 * (share ?? 0)).toFixed(0);
    return {
      id,
      measured: `${count} of ${of} recovered [${percent(lower)}, ${percent(upper)}] %, in ${n} sessions`,
      n,
      basis: { kind: "interval", finding: findingOf(lower, upper) },
    };
  });
}

function findingOf(lower: number | null, upper: number | null): Finding {
  if (lower === null || upper === null) return "unclear";
  if (lower > 0.5) return "yes";
  return upper < 0.5 ? "no" : "unclear";
}
