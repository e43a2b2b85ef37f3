import { randomUUID } from "node:crypto";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createRedactor, systemClock } from "../base/base.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunRecord, RunRecords } from "../record/record.ts";
import {
  executeRun,
  realTime,
  virtualTime,
  type RunnableStrategy,
  type RunOutcome,
} from "../run/run.ts";
import type { Store } from "../store/store.ts";
import type { Suite } from "../suite/suite.ts";
import { parsersForSuite } from "./parsersFor.ts";
import { openObservation } from "./openObservation.ts";
import { startProgress } from "./progress.ts";
import type { RunFlags } from "./runFlags.ts";
import type { Upstream } from "./upstream.ts";

/** What a sitting of a run works on. */
export type Sitting = {
  readonly suite: Suite;
  readonly plan: Plan;
  readonly flags: RunFlags;
  readonly store: Store;
  readonly run: RunRecord;
  readonly earlier: RunRecords | null;
  readonly strategies: ReadonlyMap<string, RunnableStrategy>;
  readonly upstream: Upstream;
};

/** Plays what is left of a run's plan with a live view on stderr; Ctrl-C stops it in good order, a second one at once. */
export async function playSitting(sitting: Sitting): Promise<RunOutcome> {
  const { suite, upstream, flags, run } = sitting;
  const temporary = await mkdtemp(join(await realpath(tmpdir()), "sametwice-"));
  const opened = await openObservation(upstream, flags);
  const interrupt = new AbortController();
  const onSignal = () => {
    // Somebody who asks twice does not want to wait for agents to end in good order.
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  const progress = startProgress(process.stderr, run);
  try {
    return await executeRun(
      {
        run,
        suite,
        plan: sitting.plan,
        strategies: sitting.strategies,
        observation: opened.observation,
        vendor: upstream.vendor,
        time: upstream.vendor
          ? virtualTime(upstream.vendor.profile.time)
          : realTime(systemClock, Date.parse(run.startedAt)),
        store: sitting.store,
        credential: upstream.credential,
        folder: temporary,
        marker: `${run.id}-${randomUUID().slice(0, 8)}`,
        concurrency: flags.concurrency ?? availableParallelism(),
        withChallenges: flags.challenge,
        parse: await parsersForSuite(suite),
        redact: createRedactor([upstream.credential.value]),
        emit: progress.on,
      },
      { earlier: sitting.earlier, interrupt: interrupt.signal },
    );
  } finally {
    progress.end();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
    await opened.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/**
 * Says on stderr why a sitting ended early and how to go on.
 * @returns exit code
 */
export async function sayStopped(
  sitting: Sitting,
  outcome: Extract<RunOutcome, { kind: "stopped" }>,
): Promise<number> {
  const { run, store, flags } = sitting;
  const saved = await store.savedReplayIds(run.id);
  const storeFlag = flags.store === undefined ? "" : ` --store ${flags.store}`;
  const how = `sametwice run --resume ${run.id} --out ${flags.out}${storeFlag}`;
  const kept = `${saved.size} replays are saved. Go on with: ${how}`;
  switch (outcome.why.kind) {
    case "interrupted":
      process.stderr.write(`Interrupted. ${kept}\n`);
      return 75;
    case "budget":
      process.stderr.write(`The budget of ${outcome.why.limit} is used up. ${kept}\n`);
      return 75;
    case "agent-unusable":
      process.stderr.write(
        `Every replay so far failed, so the run was stopped. Last: ${outcome.why.detail}. Mend that first, then: ${how}\n`,
      );
      return 2;
  }
}
