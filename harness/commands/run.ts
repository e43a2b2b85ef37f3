import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { canonicalJson, sha256, systemClock, UserError } from "../base/base.ts";
import { planRun, type Plan } from "../plan/plan.ts";
import { beginSequential, sayNights } from "./sequentialRun.ts";
import type { RunRecord, RunRecords } from "../record/record.ts";
import { newRunRecord } from "../run/run.ts";
import { openStore, type Store } from "../store/store.ts";
import { loadSuite, suiteHash, withOverrides, type Suite } from "../suite/suite.ts";
import { agentFor } from "./agentFor.ts";
import { printDryRun } from "./dryRun.ts";
import { measureBetasBefore } from "./measureBetas.ts";
import { playSitting, sayStopped, type Sitting } from "./playSitting.ts";
import { prepareStrategies, refuseImpossible } from "./preparedStrategies.ts";
import { publishMatrix } from "./publish.ts";
import { resumePoint, runFlags, storeFileOf, type ResumePoint, type RunFlags } from "./runFlags.ts";
import { apiUpstream, simulatedUpstream, type Upstream } from "./upstream.ts";

/**
 * `sametwice run`: plays a suite's plan, or what is left of it, and prints the matrix.
 * @returns exit code
 */
export async function runCommand(
  suiteFile: string | undefined,
  rawFlags: unknown,
): Promise<number> {
  const flags = runFlags.parse(rawFlags);
  if (flags.resume !== undefined) return resumeRun(flags.resume, suiteFile, flags);
  if (suiteFile === undefined) {
    throw new UserError("No suite was given.", {
      advice: "Write, for example, sametwice run suites/core.yaml.",
    });
  }
  if (flags.concurrency === 0) {
    throw new UserError("--concurrency is 0; it must be a whole number, 1 or more.", {
      advice: "Leave it out to use all of the machine's cores.",
    });
  }
  const suite = await readSuite({ suiteFile: resolve(suiteFile), flags });
  const plan = planRun(suite);
  refuseImpossible(suite, agentFor(suite));
  if (flags.dryRun) return printDryRun(suite, plan, flags);
  await using store = await openStoreFor(flags);
  return await playAndPublish(store, flags, (id) => ({
    point: { suiteFile: resolve(suiteFile), flags },
    suite,
    plan,
    earlier: null,
    id,
  }));
}

async function resumeRun(
  runId: string,
  suiteFile: string | undefined,
  flags: RunFlags,
): Promise<number> {
  if (suiteFile !== undefined) {
    throw new UserError("--resume goes on with a run's own suite, so none can be given.", {
      advice: `Write sametwice run --resume ${runId}.`,
    });
  }
  await using store = await openStoreFor(flags);
  const earlier = await store.loadRun(runId);
  if (earlier.run.finishedAt !== null) {
    throw new UserError(`Run ${earlier.run.id} is finished.`, {
      advice: `Print its matrix with: sametwice matrix ${earlier.run.id}`,
    });
  }
  const point = resumePoint.parse(earlier.run.resume);
  const suite = await readSuite(point);
  if (configurationHash(suite, point) !== earlier.run.configurationHash) {
    throw new UserError(
      `${suite.file} or one of its defaults has changed since run ${earlier.run.id} began.`,
      { advice: "Undo the change, or start a new run." },
    );
  }
  return await playAndPublish(store, { ...flags, ...point.flags }, () => ({
    point,
    suite,
    plan: planRun(suite),
    earlier,
    id: earlier.run.id,
  }));
}

async function readSuite(point: ResumePoint): Promise<Suite> {
  const { flags } = point;
  return withOverrides(await loadSuite(point.suiteFile), {
    agent: flags.agent,
    model: flags.model,
    cli: flags.cli,
    vendor: flags.vendor,
    strategies: flags.strategies,
    lanes: flags.lanes,
    perPrompt: flags.perPrompt,
    waves: flags.waves,
    seed: flags.seed,
  });
}

function configurationHash(suite: Suite, point: ResumePoint): string {
  const { baseUrl, challenge, stopWhenClear, tagUpstream, observe } = point.flags;
  const options = { baseUrl, challenge, stopWhenClear, tagUpstream, observe };
  return sha256(canonicalJson({ suite: suiteHash(suite), ...options }));
}

async function openStoreFor(flags: RunFlags): Promise<Store & AsyncDisposable> {
  const store = await openStore(storeFileOf(flags));
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

/** What distinguishes a new run from a resumed one. */
type Beginning = {
  readonly point: ResumePoint;
  readonly suite: Suite;
  readonly plan: Plan;
  readonly earlier: RunRecords | null;
  readonly id: string;
};

async function playAndPublish(
  store: Store,
  flags: RunFlags,
  begin: (id: string) => Beginning,
): Promise<number> {
  const beginning = begin(randomUUID().slice(0, 8));
  const { suite, plan, point, earlier, id } = beginning;
  const folder = join(resolve(flags.out), id);
  await makeReportFolder(folder);
  const upstream = await openUpstream(suite, flags, folder);
  try {
    const strategies = await prepareStrategies(
      suite,
      agentFor(suite),
      point.flags.observe === "on" ? measureBetasBefore(suite, upstream.credential.kind) : null,
    );
    const run =
      earlier?.run ?? (await recordRun(store, { ...beginning, strategies, upstream, point }));
    const sitting = { suite, plan, flags, store, run, earlier, strategies, upstream };
    const outcome = await playSitting(sitting);
    if (outcome.kind === "stopped") return sayStopped(sitting, outcome);
    await store.finishRun(run.id, new Date(systemClock.now()).toISOString());
    await publishMatrix(await store.loadRun(run.id), { folder, json: flags.json });
    return 0;
  } finally {
    await upstream.close();
  }
}

async function makeReportFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`The report folder ${folder} cannot be made.`, {
      advice: "Name a folder that can be written to with --out.",
      cause: error,
    });
  }
}

async function openUpstream(suite: Suite, flags: RunFlags, folder: string): Promise<Upstream> {
  if (flags.baseUrl !== undefined) return apiUpstream(flags.baseUrl, process.env);
  return simulatedUpstream({
    profile: suite.vendor,
    seed: suite.seed,
    groundTruthFile: join(folder, "ground-truth.jsonl"),
  });
}

async function recordRun(
  store: Store,
  start: Beginning & Pick<Sitting, "strategies" | "upstream">,
): Promise<RunRecord> {
  const { suite, upstream } = start;
  const { flags } = start.point;
  const isSimulated = upstream.record.kind === "simulated";
  const sequential = flags.stopWhenClear
    ? await beginSequential(store, {
        id: start.id,
        suite,
        flags,
        isSimulated,
        waves: start.plan.waves.length,
      })
    : null;
  const run = newRunRecord({
    sequential,
    id: start.id,
    suite: start.suite,
    plan: start.plan,
    strategies: start.strategies,
    vendor: start.upstream.record,
    observed: start.point.flags.observe,
    startedAt: new Date(systemClock.now()).toISOString(),
    configurationHash: configurationHash(start.suite, start.point),
    resume: resumePoint.parse(start.point),
  });
  await store.createRun(run);
  sayNights(run);
  return run;
}
