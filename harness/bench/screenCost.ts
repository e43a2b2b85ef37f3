import { seededRandom, type Random } from "../base/base.ts";
import { defaultScreen, screenReplay, startScreen } from "../statistics/statistics.ts";

/** A world, and what the sequential column of STATISTICS 2k says that a degraded session costs there, in replays. */
type World = {
  readonly share: number;
  readonly healthyRate: number;
  readonly degradedRate: number;
  readonly documented: number;
};

const worlds: readonly World[] = [
  { share: 0.1, healthyRate: 0.05, degradedRate: 0.8, documented: 25 },
  { share: 0.1, healthyRate: 0.1, degradedRate: 0.7, documented: 31 },
  { share: 0.1, healthyRate: 0.02, degradedRate: 0.9, documented: 22 },
  { share: 0.1, healthyRate: 0.2, degradedRate: 0.6, documented: 43 },
  { share: 0.05, healthyRate: 0.05, degradedRate: 0.8, documented: 50 },
  { share: 0.2, healthyRate: 0.05, degradedRate: 0.8, documented: 13 },
];

const hunts = 2_000;
/** As in a run: degraded sessions wanted, and sessions started at once. */
const wanted = 14;
const blockSize = 4;

/** What the screen of a run spends for every degraded session that it finds, blocks that find more than were wanted included. */
export function measureScreenCost(): Promise<string> {
  const lines = worlds.map((world, index) => {
    const random = seededRandom(index, "screen cost");
    let [replays, found, falsely] = [0, 0, 0];
    for (let hunt = 0; hunt < hunts; hunt++) {
      const own = playHunt(world, random);
      replays += own.replays;
      found += own.found;
      falsely += own.falsely;
    }
    const each = replays / found;
    const { share, healthyRate, degradedRate, documented } = world;
    return `  pi ${share}, q0 ${healthyRate}, q1 ${degradedRate}: ${each.toFixed(1)} replays per degraded session found, documented ${documented}, ratio ${(each / documented).toFixed(2)}; ${(falsely / found).toFixed(2)} healthy ones flagged for each, left to the confirmation`;
  });
  return Promise.resolve(`${hunts} hunts for ${wanted} in each world\n${lines.join("\n")}`);
}

function playHunt(world: World, random: Random) {
  const tally = { replays: 0, found: 0, falsely: 0 };
  while (tally.found < wanted) {
    for (let session = 0; session < blockSize; session++) {
      const isDegraded = random() < world.share;
      const rate = isDegraded ? world.degradedRate : world.healthyRate;
      let state = startScreen(defaultScreen);
      while (state.verdict === "open") state = screenReplay(defaultScreen, state, random() < rate);
      tally.replays += state.replays;
      if (state.verdict !== "flagged") continue;
      if (isDegraded) tally.found++;
      else tally.falsely++;
    }
  }
  return tally;
}
