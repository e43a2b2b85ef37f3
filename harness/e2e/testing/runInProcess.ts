import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { computeMatrix, type Matrix } from "../../analysis/analysis.ts";
import { planRun } from "../../plan/plan.ts";
import type { RunRecord } from "../../record/record.ts";
import { executeRun, snapshotOf, virtualTime } from "../../run/run.ts";
import { openStore } from "../../store/store.ts";
import {
  clientConfigurationOf,
  loadSuite,
  withOverrides,
  type Overrides,
} from "../../suite/suite.ts";
import { loadParsers } from "../../syntax/syntax.ts";
import { loadProfile, startVendor } from "../../vendor/vendor.ts";
import { startRecorder } from "../../wire/wire.ts";
import { projectFolder } from "../sametwice.ts";
import { inProcessAgent } from "./inProcessAgent.ts";

/** Runs `fixtures/suites/truth.yaml` against a profile, sessions being objects, and computes its matrix. */
export async function runInProcess(overrides: Overrides & { vendor: string }): Promise<Matrix> {
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
  const store = await openStore(join(folder, "store.sqlite"));
  try {
    const given = suite.agent.cli.sdk;
    const strategies = suite.strategies.map((strategy) => ({
      strategy,
      prepared: inProcessAgent(strategy.pin?.sdk ?? given),
      clientConfiguration: clientConfigurationOf(strategy, "sdk", given),
    }));
    const run: RunRecord = {
      id: "truth",
      suiteName: suite.name,
      configurationHash: "truth",
      agent: "sdk",
      cli: given,
      model: suite.agent.model,
      vendor: { kind: "simulated", profile: suite.vendor },
      seed: suite.seed,
      startedAt: "2026-01-01T00:00:00.000Z",
      finishedAt: null,
      strategies: strategies.map(({ strategy, clientConfiguration }) => ({
        id: strategy.id,
        clientConfiguration,
        claim: strategy.claim,
        oneReplayPerSession: strategy.conversation === "new-process",
      })),
      prompts: suite.prompts.map(({ id, gate }) => ({ id, gate, hasCommand: false })),
      plannedReplays: Object.fromEntries(
        suite.strategies.map(({ id }) => [
          id,
          suite.size.lanes * suite.size.perPrompt * suite.prompts.length,
        ]),
      ),
      resume: null,
    };
    await store.createRun(run);
    const parse = await loadParsers();
    const [first] = suite.prompts;
    await executeRun(
      {
        run,
        suite,
        plan: planRun(suite),
        strategies: new Map(strategies.map((one) => [one.strategy.id, one])),
        recorder,
        vendor,
        time: virtualTime(vendor.profile.time),
        store,
        credential: { kind: "api-key", value: "sk-ant-simulated-0000" },
        folder,
        marker: `truth-${process.pid}`,
        concurrency: 4,
        withChallenges: true,
        parse,
        pristine: new Map(
          first === undefined ? [] : [[first.workspace, await snapshotOf(first.workspace)]],
        ),
        emit: () => undefined,
      },
      { earlier: null, interrupt: new AbortController().signal },
    );
    return computeMatrix(await store.loadRun("truth"), { parse });
  } finally {
    await store.close();
    await recorder.close();
    await vendor.close();
    await rm(folder, { recursive: true, force: true });
  }
}
