import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeMatrix, type Matrix } from "../../analysis/analysis.ts";
import { createRedactor } from "../../base/base.ts";
import type { RunRecord, SequentialRecord, SequentialRule } from "../../record/record.ts";
import { beginNight } from "../../sequential/sequential.ts";
import { planRun } from "../../plan/plan.ts";
import {
  executeRun,
  newRunRecord,
  observedBy,
  virtualTime,
  type RunnableStrategy,
} from "../../run/run.ts";
import { openStore } from "../../store/store.ts";
import {
  clientConfigurationOf,
  loadSuite,
  withOverrides,
  type Overrides,
  type Suite,
} from "../../suite/suite.ts";
import { loadParsers } from "../../syntax/syntax.ts";
import { loadProfile, startVendor } from "../../vendor/vendor.ts";
import { startEgressGuard, startRecorder } from "../../wire/wire.ts";
import { projectFolder } from "../sametwice.ts";
import { inProcessAgent } from "./inProcessAgent.ts";

/** Runs `fixtures/suites/truth.yaml` against a profile, sessions being objects, and computes its matrix. */
export async function runInProcess(
  overrides: Overrides & { vendor: string },
  /** given for a run that stops when its answer is clear */
  stop?: SequentialRule,
): Promise<Matrix> {
  const suite = withOverrides(
    await loadSuite(join(projectFolder, "fixtures/suites/truth.yaml")),
    overrides,
  );
  const folder = await mkdtemp(join(tmpdir(), "sametwice-truth-"));
  const vendor = await startVendor({ profile: await loadProfile(suite.vendor), seed: suite.seed });
  const recorder = await startRecorder({
    upstream: vendor.baseUrl,
    tagUpstream: false,
    keepProcessPath: true,
  });
  const guard = await startEgressGuard();
  const store = await openStore(join(folder, "store.sqlite"));
  try {
    const plan = planRun(suite);
    const strategies = inProcessStrategies(suite);
    const run = recordOf({ suite, plan, strategies }, stop);
    await store.createRun(run);
    const parse = await loadParsers();
    await executeRun(
      {
        run,
        suite,
        plan,
        strategies,
        observation: observedBy(recorder, guard),
        vendor,
        time: virtualTime(vendor.profile.time),
        store,
        credential: { kind: "api-key", value: "sk-ant-simulated-0000" },
        folder,
        marker: `truth-${process.pid}`,
        concurrency: 4,
        withChallenges: true,
        parse,
        redact: createRedactor([]),
        emit: () => undefined,
      },
      { earlier: null, interrupt: new AbortController().signal },
    );
    return computeMatrix(await store.loadRun("truth"), { parse });
  } finally {
    await store.close();
    await recorder.close();
    await guard.close();
    await vendor.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function inProcessStrategies(suite: Suite): ReadonlyMap<string, RunnableStrategy> {
  const given = suite.agent.cli.sdk;
  return new Map(
    suite.strategies.map((strategy) => [
      strategy.id,
      {
        strategy,
        prepared: inProcessAgent(strategy.pin?.sdk ?? given),
        clientConfiguration: clientConfigurationOf(strategy, "sdk", given),
        expectedBetas: null,
        unsuppressedBetas: null,
        knownEgress: [],
      },
    ]),
  );
}

function recordOf(
  begun: Pick<Parameters<typeof newRunRecord>[0], "suite" | "plan" | "strategies">,
  stop: SequentialRule | undefined,
): RunRecord {
  const { suite, plan } = begun;
  return newRunRecord({
    ...begun,
    id: "truth",
    vendor: { kind: "simulated", profile: suite.vendor },
    observed: "on",
    startedAt: "2026-01-01T00:00:00.000Z",
    configurationHash: "truth",
    resume: null,
    sequential: stop === undefined ? null : firstNight(suite, stop, plan.waves.length),
  });
}

function firstNight(suite: Suite, rule: SequentialRule, mostWaves: number): SequentialRecord {
  return beginNight(
    {
      run: "truth",
      seed: suite.seed,
      key: "truth",
      rule,
      strategies: suite.strategies.map(({ id }) => id),
      mostWaves,
      repeatsUnderSeed: true,
    },
    [],
  );
}
