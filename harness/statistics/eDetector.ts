/** What is known after some nights, as plain JSON. */
export type EDetectorState = {
  /** the highest tolerated mean, in (0, 1) */
  readonly ceiling: number;
  /** per bet: e-SR and e-CUSUM */
  readonly shiryaevRoberts: readonly number[];
  readonly cusum: readonly number[];
  readonly stakes: readonly number[];
  readonly nights: number;
};

/** Watches a nightly rate for a rise above its ceiling. Alarm when a value reaches 1 / alpha. */
export type EDetector = {
  /** adds a night's mean in [0, 1] */
  readonly update: (rate: number) => void;
  /** e-SR: on average at least 1 / alpha nights pass between false alarms, whatever the dependence */
  readonly shiryaevRoberts: () => number;
  /** e-CUSUM: never above e-SR, forgets old evidence sooner */
  readonly cusum: () => number;
  readonly state: () => EDetectorState;
};

/**
 * A detector before its first night.
 * @param stakes bets averaged over, each in [0, 1 / ceiling); by default a grid of 20
 * @throws RangeError for a ceiling outside (0, 1) or a stake that could lose more than everything
 */
export function freshEDetector(
  ceiling: number,
  stakes: readonly number[] = grid(ceiling),
): EDetectorState {
  if (!(ceiling > 0 && ceiling < 1))
    throw new RangeError(`A ceiling lies in (0, 1); got ${ceiling}.`);
  const wrong = stakes.find((stake) => !(stake >= 0 && stake * ceiling < 1));
  if (wrong !== undefined)
    throw new RangeError(`Stakes lie in [0, 1 / ceiling) = [0, ${1 / ceiling}); got ${wrong}.`);
  const zeros = stakes.map(() => 0);
  return { ceiling, shiryaevRoberts: zeros, cusum: zeros, stakes, nights: 0 };
}

/**
 * e-detectors: M = L (M + 1) and M = L max(M, 1) with L = 1 + stake (rate - ceiling), averaged over the stakes.
 * @see Shin, Ramdas & Rinaldo 2023. Check: vector "e_detector_nightly_rate"
 */
export function eDetector(from: EDetectorState): EDetector {
  const { ceiling, stakes } = from;
  const shiryaevRoberts = [...from.shiryaevRoberts];
  const cusum = [...from.cusum];
  let { nights } = from;
  return {
    update: (rate) => {
      if (!(rate >= 0 && rate <= 1)) throw new RangeError(`Rates lie in [0, 1]; got ${rate}.`);
      stakes.forEach((stake, bet) => {
        const factor = 1 + stake * (rate - ceiling);
        shiryaevRoberts[bet] = factor * ((shiryaevRoberts[bet] ?? 0) + 1);
        cusum[bet] = factor * Math.max(cusum[bet] ?? 0, 1);
      });
      nights++;
    },
    shiryaevRoberts: () => meanOf(shiryaevRoberts),
    cusum: () => meanOf(cusum),
    state: () => ({
      ceiling,
      stakes,
      nights,
      shiryaevRoberts: [...shiryaevRoberts],
      cusum: [...cusum],
    }),
  };
}

function grid(ceiling: number): number[] {
  return Array.from({ length: 20 }, (_, bet) => (bet + 1) / (21 * ceiling));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
