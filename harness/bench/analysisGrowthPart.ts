import { computeMatrix } from "../analysis/analysis.ts";
import { hashToUnit, seededRandom } from "../base/base.ts";
import { stickinessTest, strategyPermutationTest } from "../statistics/statistics.ts";
import { openStore } from "../store/store.ts";
import { loadParsers } from "../syntax/syntax.ts";
import { largeRun } from "./largeRun.ts";

/*
 * `node analysisGrowthPart.ts write FILE REPLAYS UNIQUE`, `… analyse FILE` and `… permute REPLAYS`: what `analysisGrowth.ts` measures, each
 * in a process of its own, so that peak memory is that of the analysis alone. The last two print JSON.
 */

/** What a part of the analysis took. CPU seconds are user plus system, and over the wall's when collecting garbage beside it. */
export type PartCost = { readonly wallSeconds: number; readonly cpuSeconds: number };

export type AnalysisCost = {
  readonly replays: number;
  readonly load: PartCost;
  /** structures, scores, intervals, tests and findings together */
  readonly matrix: PartCost;
  /** largest resident memory, records included */
  readonly peakMegabytes: number;
};

/** Tests of 9,999 draws each. */
export type PermutationCost = {
  readonly replays: number;
  readonly stickiness: PartCost;
  readonly strategies: PartCost;
};

const draws = 9_999;

const [part, ...args] = process.argv.slice(2);
if (part === "write") await write(args[0] ?? "", Number(args[1]), Number(args[2]));
if (part === "analyse") process.stdout.write(JSON.stringify(await analyse(args[0] ?? "")));
if (part === "permute") process.stdout.write(JSON.stringify(await permute(Number(args[0]))));

async function write(file: string, replays: number, unique: number): Promise<void> {
  const records = largeRun(replays, unique);
  const store = await openStore(file);
  await store.createRun(records.run);
  for (const session of records.sessions) await store.saveSession(records.run.id, session);
  const nothingSeen = { requests: [], fingerprints: [], texts: [] };
  for (const replay of records.replays) await store.saveReplay(records.run.id, replay, nothingSeen);
  await store.close();
}

async function analyse(file: string): Promise<AnalysisCost> {
  const parse = await loadParsers();
  const store = await openStore(file);
  const [records, load] = await timed(() => store.loadRun("latest"));
  await store.close();
  const [, matrix] = await timed(() => computeMatrix(records, { parse }));
  const peakMegabytes = process.resourceUsage().maxRSS / 1024;
  return { replays: records.replays.length, load, matrix, peakMegabytes };
}

/** Lanes of eight replays in waves of twenty, half of them under another strategy, with four prompts. */
async function permute(replays: number): Promise<PermutationCost> {
  const played = Array.from({ length: replays }, (_none, at) => {
    const lane = Math.floor(at / 8);
    const rate = hashToUnit("degraded", lane) < 0.1 ? 0.8 : 0.05;
    const diverged = hashToUnit("diverged", at) < rate ? (1 as const) : (0 as const);
    return { cell: `${Math.floor(lane / 20)}/${at % 4}`, unit: `lane-${lane}`, diverged };
  });
  const lanes = [...Map.groupBy(played, ({ unit }) => unit).values()].map((own, lane) => ({
    stratum: String(Math.floor(lane / 20)),
    arm: lane % 2 === 0 ? ("a" as const) : ("b" as const),
    rate: own.filter(({ diverged }) => diverged === 1).length / own.length,
  }));
  const [, stickiness] = await timed(() => stickinessTest(played, seededRandom("bench"), draws));
  const [, strategies] = await timed(() =>
    strategyPermutationTest(lanes, seededRandom("bench"), draws),
  );
  return { replays, stickiness, strategies };
}

async function timed<T>(work: () => T | Promise<T>): Promise<[result: T, cost: PartCost]> {
  const startedAt = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const wallSeconds = (performance.now() - startedAt) / 1_000;
  return [result, { wallSeconds, cpuSeconds: (user + system) / 1e6 }];
}
