import { kornGraubard } from "../../statistics/statistics.ts";
import { groupBy } from "../estimates.ts";
import type { Material, Observation } from "./material.ts";
import { usualMode } from "./modes.ts";
import type { Finding, Measurement } from "./types.ts";

/**
 * Do the diverging replays agree on one other way, or scatter? Asked of units (sessions, or lanes where every replay has its own
 * process) at least half of whose replays went another way: the rest is noise, which may well have a favourite way. Each
 * replay is compared with the most frequent other way among the *other* units, so that no unit agrees with itself.
 */
export function divergersAgree(material: Material): Measurement {
  const single = new Set(
    material.strategies.flatMap(({ id, oneReplayPerSession }) => (oneReplayPerSession ? id : [])),
  );
  const units = [
    ...groupBy(material.observations, ({ strategy, lane, session }) =>
      single.has(strategy) ? lane : session,
    ).values(),
  ].filter((own) => own.length >= 2 && 2 * own.filter(isOther).length >= own.length);
  const clusters = units.map((own) => agreementOf(own, units)).filter(({ scored }) => scored > 0);
  const share = kornGraubard(clusters, material.level);
  return {
    id: "divergers-agree",
    measured:
      share.estimate === null
        ? `${units.length} units with mostly diverging replays are too few to compare`
        : `${share.diverged} of ${share.scored} diverging replays of ${clusters.length} units went the way that most of the others went`,
    n: clusters.length,
    basis: { kind: "interval", finding: judge(share) },
  };
}

/** One other way has nearly all; two or three degraded forms have a half or a third each. */
function judge({ estimate, interval }: ReturnType<typeof kornGraubard>): Finding {
  if (estimate === null || interval === null) return "unclear";
  if (estimate >= 0.8 && interval.lower > 0.5) return "yes";
  return estimate <= 0.65 && interval.upper < 0.85 ? "no" : "unclear";
}

function isOther({ mode }: Observation): boolean {
  return mode !== usualMode;
}

function agreementOf(own: readonly Observation[], units: readonly (readonly Observation[])[]) {
  const others = groupBy(
    units.filter((unit) => unit !== own).flatMap((unit) => unit.filter(isOther)),
    cellOf,
  );
  const compared = own.filter((one) => isOther(one) && others.has(cellOf(one)));
  const agreeing = compared.filter(
    (one) => one.mode === mostFrequentMode(others.get(cellOf(one)) ?? []),
  );
  return { diverged: agreeing.length, scored: compared.length };
}

function cellOf({ promptId, configuration }: Observation): string {
  return `${promptId}/${configuration}`;
}

function mostFrequentMode(replays: readonly Observation[]): number {
  const [first] = [...groupBy(replays, ({ mode }) => mode)].sort(
    ([a, m], [b, n]) => n.length - m.length || a - b,
  );
  return first?.[0] ?? usualMode;
}
