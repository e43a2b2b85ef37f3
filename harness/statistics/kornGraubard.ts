import {
  clusteredProportion,
  type Cluster,
  type ClusteredProportion,
} from "./clusteredProportion.ts";
import { studentTQuantile } from "./distributions.ts";
import { tailOf } from "./interval.ts";
import { clopperPearson } from "./proportion.ts";

/**
 * Korn-Graubard interval for a divergence rate from clustered replays: Clopper-Pearson on the effective number of
 * replays, itself lowered because the spread between few clusters is poorly known.
 * @param clusters one entry per independent unit; units without a scored replay say nothing and are left out
 * @param level confidence level in (0, 1), e.g. 0.95
 * @returns bounds in [0, 1]; with equal rates in all units Clopper-Pearson with n = units; with no replay nulls
 * @throws RangeError when diverged > scored (a bug in the caller, not in the data)
 * @see Korn & Graubard 1998. Check: vectors "cluster_proportion_ci_*"
 */
export function kornGraubard(clusters: readonly Cluster[], level: number): ClusteredProportion {
  const upperTail = 1 - tailOf(level);
  return clusteredProportion(clusters, level, (spread) => {
    const { estimate, standardError, scored } = spread;
    const raw = (estimate * (1 - estimate)) / standardError ** 2;
    const lowering =
      studentTQuantile(upperTail, scored - 1) / studentTQuantile(upperTail, spread.clusters - 1);
    // Units that differ less than chance would allow must not count as more replays than there are.
    const effectiveN = Math.min(scored, raw * lowering ** 2);
    return {
      effectiveN,
      interval: clopperPearson(estimate * effectiveN, effectiveN, level),
      method: "Korn-Graubard",
    };
  });
}

/**
 * Interval that is symmetric on the log-odds scale, with Student's t on units - 1 degrees of freedom: a little
 * narrower than Korn-Graubard and covering a little less; for charts.
 * Parameters, fallbacks and errors as for {@link kornGraubard}; `effectiveN` is p(1 - p) / se^2.
 * @see survey::svyciprop(method = "logit"). Check: vectors "cluster_proportion_ci_*"
 */
export function logitT(clusters: readonly Cluster[], level: number): ClusteredProportion {
  const upperTail = 1 - tailOf(level);
  return clusteredProportion(clusters, level, (spread) => {
    const { estimate, standardError } = spread;
    const variance = estimate * (1 - estimate);
    const centre = Math.log(estimate / (1 - estimate));
    const half = (studentTQuantile(upperTail, spread.clusters - 1) * standardError) / variance;
    return {
      effectiveN: variance / standardError ** 2,
      interval: { lower: logistic(centre - half), upper: logistic(centre + half) },
      method: "logit-t",
    };
  });
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
