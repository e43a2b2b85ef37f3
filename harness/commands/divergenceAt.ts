import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Agent } from "../agents/agents.ts";
import { createDivergenceTest, type DivergenceTest, type Examined } from "../analysis/analysis.ts";
import { createRedactor, systemClock } from "../base/base.ts";
import { planRun } from "../plan/plan.ts";
import type { ReplayRecord, RunRecord } from "../record/record.ts";
import { executeRun, newRunRecord, virtualTime, type RunEvent } from "../run/run.ts";
import { loadSuite, suiteHash, withOverrides, type Suite } from "../suite/suite.ts";
import { parsersForSuite } from "./parsersFor.ts";
import type { Examiner } from "./examineVersions.ts";
import { measureBetasBefore } from "./measureBetas.ts";
import { openObservation } from "./openObservation.ts";
import { prepareStrategies, refuseImpossible } from "./preparedStrategies.ts";
import { simulatedUpstream } from "./upstream.ts";

export type DivergenceOptions = {
  readonly suiteFile: string;
  /** border between good and bad, in (0, 1) */
  readonly most: number;
  readonly model: string;
  readonly vendor?: string | undefined;
  /** sessions after which a version counts as undecided */
  readonly maxSessions: number;
  /** versions that are looked at in all: the chance of a wrong answer is shared among them */
  readonly looks: number;
};

/** After every wave it is asked whether that is enough. */
const lanesPerWave = 5;
/** The reference is made of so many waves at least, and of more as long as their sessions agree on nothing. */
const calibratingWaves = { least: 2, most: 8 };
/** chance that any version of the whole search is judged wrongly */
const alpha = 0.05;

/**
 * Asks of each version whether it diverges from its own reference more than it may, by replaying a suite with the
 * strategy `reset` until a sequential test decides.
 * @throws UserError when the suite or the vendor's profile cannot be read
 */
export async function divergenceQuestion(
  agent: Agent,
  options: DivergenceOptions,
): Promise<Examiner> {
  const { most, maxSessions } = options;
  const waves = calibratingWaves.most + Math.ceil(maxSessions / lanesPerWave);
  const suite = withOverrides(await loadSuite(resolve(options.suiteFile)), {
    agent: agent.kind,
    model: options.model,
    strategies: ["reset"],
    lanes: waves * lanesPerWave,
    waves,
    vendor: options.vendor,
  });
  const percent = Number((most * 100).toFixed(2));
  const name = `divergence of at most ${percent} % on ${suite.name} with vendor ${suite.vendor}`;
  return {
    question: { name, goodValue: "within" },
    examine: async (version) => {
      const own = withOverrides(suite, { cli: version });
      refuseImpossible(own, agent);
      const test = createDivergenceTest({
        prompts: suite.prompts.map(({ id, gate }) => ({ id, gate, hasCommand: false })),
        parse: await parsersForSuite(suite),
        most,
        alpha: alpha / options.looks,
      });
      await playUntilDecided(own, agent, test);
      const value = test.decision();
      return value === null ? undecided(test) : { kind: "seen", value, evidence: test.evidence() };
    },
  };
}

function undecided(test: DivergenceTest): Examined {
  return {
    kind: "unknown",
    why: `undecided (${test.evidence()}); --max-sessions may be too small`,
  };
}

async function playUntilDecided(suite: Suite, agent: Agent, test: DivergenceTest): Promise<void> {
  await using undo = new AsyncDisposableStack();
  const folder = await mkdtemp(join(await realpath(tmpdir()), "sametwice-"));
  undo.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const { vendor: profile, seed } = suite;
  const upstream = await simulatedUpstream({ profile, seed, groundTruthFile: null });
  undo.defer(upstream.close);
  const { credential, vendor } = upstream;
  if (vendor === null) throw new Error("The simulated vendor was not started.");
  const opened = await openObservation(upstream, { observe: "on", tagUpstream: false });
  undo.defer(opened.close);
  const plan = planRun(suite);
  const strategies = await prepareStrategies(
    suite,
    agent,
    measureBetasBefore(suite, credential.kind),
  );
  const run: RunRecord = newRunRecord({
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
  const decided = new AbortController();
  await executeRun(
    {
      run,
      suite,
      plan,
      strategies,
      observation: opened.observation,
      vendor,
      time: virtualTime(vendor.profile.time),
      store: nothingIsKept,
      credential,
      folder,
      marker: `${run.id}-${randomUUID().slice(0, 8)}`,
      concurrency: availableParallelism(),
      withChallenges: false,
      parse: await parsersForSuite(suite),
      redact: createRedactor([credential.value]),
      emit: feed(test, () => decided.abort()),
    },
    { earlier: null, interrupt: decided.signal },
  );
}

/** Hands whole waves to the test: within a wave the order in which sessions end means nothing. */
function feed(test: DivergenceTest, stop: () => void): (event: RunEvent) => void {
  const replays: ReplayRecord[] = [];
  let isCalibrated = false;
  return (event) => {
    if (event.kind === "replay-finished") replays.push(event.replay);
    if (event.kind !== "wave-finished") return;
    const waves = event.wave + 1;
    if (isCalibrated) {
      test.count(replays.filter(({ wave }) => wave === event.wave));
      if (test.decision() !== null) stop();
    } else if (waves >= calibratingWaves.least) {
      isCalibrated = test.calibrateWith(replays);
      if (!isCalibrated && waves === calibratingWaves.most) stop();
    }
  };
}

/** A search keeps its answer and the evidence for it, not the replays. */
const nothingIsKept = {
  saveReplay: () => Promise.resolve(),
  saveSession: () => Promise.resolve(),
  saveChallenge: () => Promise.resolve(),
  updateRun: () => Promise.resolve(),
};
