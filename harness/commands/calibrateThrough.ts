import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { classifyRun } from "../analysis/analysis.ts";
import { systemClock, UserError } from "../base/base.ts";
import {
  compareWithTruth,
  type PlayedTruth,
  type ProfileResult,
} from "../calibration/calibration.ts";
import { planRun } from "../plan/plan.ts";
import { newRunRecord } from "../run/run.ts";
import { openStore } from "../store/store.ts";
import { loadSuite, suiteHash, withOverrides } from "../suite/suite.ts";
import { parsersForRun } from "./parsersFor.ts";
import { agentFor } from "./agentFor.ts";
import type { CalibrateFlags } from "./calibrateFlags.ts";
import { playSitting } from "./playSitting.ts";
import { prepareStrategies } from "./preparedStrategies.ts";
import { matrixOf } from "./publish.ts";
import { runFlags } from "./runFlags.ts";
import { simulatedUpstream } from "./upstream.ts";
import { measureBetasBefore } from "./measureBetas.ts";

/** Cheap prompts, and a copy of `reset` for the A/A comparison. */
const suiteFile = fileURLToPath(new URL("../../suites/calibration.yaml", import.meta.url));
const copyOfBaseline = "reset-b";

/** Plays small runs of each profile, with seeds that follow each other, through real agent processes and holds them against what the vendor really did. */
export async function calibrateThrough(
  profiles: readonly string[],
  flags: CalibrateFlags,
): Promise<readonly ProfileResult[]> {
  const results: ProfileResult[] = [];
  for (const profile of profiles) {
    for (let repeat = 0; repeat < flags.repeats; repeat++)
      results.push(await playProfile(profile, flags.size.seed + repeat, flags.jobs));
  }
  return results;
}

async function playProfile(
  profile: string,
  seed: number,
  concurrency: number,
): Promise<ProfileResult> {
  const suite = withOverrides(await loadSuite(suiteFile), { vendor: profile, seed });
  const folder = await mkdtemp(join(await realpath(tmpdir()), "sametwice-calibrate-"));
  const groundTruthFile = join(folder, "ground-truth.jsonl");
  const store = await openStore(join(folder, "sametwice.sqlite"));
  const upstream = await simulatedUpstream({ profile: suite.vendor, seed, groundTruthFile });
  try {
    const plan = planRun(suite);
    const betas = measureBetasBefore(suite, upstream.credential.kind);
    const strategies = await prepareStrategies(suite, agentFor(suite), betas);
    const run = newRunRecord({
      id: randomUUID().slice(0, 8),
      suite,
      plan,
      strategies,
      vendor: upstream.record,
      observed: "on",
      startedAt: new Date(systemClock.now()).toISOString(),
      configurationHash: suiteHash(suite),
      resume: null,
    });
    await store.createRun(run);
    const outcome = await playSitting({
      suite,
      plan,
      flags: runFlags.parse({ out: folder, concurrency }),
      store,
      run,
      earlier: null,
      strategies,
      upstream,
    });
    if (outcome.kind === "stopped")
      throw new UserError(`The run against ${profile} was stopped (${outcome.why.kind}).`, {
        advice: "Calibrate again; nothing of it was kept.",
      });
    await store.finishRun(run.id, new Date(systemClock.now()).toISOString());
    const records = await store.loadRun(run.id);
    return compareWithTruth({
      records,
      matrix: await matrixOf(records),
      classified: classifyRun(records, { parse: await parsersForRun(records) }),
      played: await readGroundTruth(groundTruthFile),
      copy: copyOfBaseline,
    });
  } finally {
    await upstream.close();
    await store.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

const playedTruth = z.object({
  replayId: z.string(),
  experiments: z.array(z.string()),
  degraded: z.boolean(),
  way: z.string(),
});

async function readGroundTruth(file: string): Promise<readonly PlayedTruth[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => playedTruth.parse(JSON.parse(line)));
}
