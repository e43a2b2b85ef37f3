import { canonicalJson, sha256 } from "../base/base.ts";
import type { RunRecord, SequentialRecord } from "../record/record.ts";
import { beginNight } from "../sequential/sequential.ts";
import type { Store } from "../store/store.ts";
import { suiteHash, type Suite } from "../suite/suite.ts";
import { packageVersion } from "./packageVersion.ts";
import type { ResumePoint } from "./runFlags.ts";

/** What a run under `--stop-when-clear` begins with: the evidence of earlier nights under the same configuration, if any. */
export async function beginSequential(
  store: Store,
  night: {
    readonly id: string;
    readonly suite: Suite;
    readonly flags: ResumePoint["flags"];
    readonly isSimulated: boolean;
    readonly waves: number;
  },
): Promise<SequentialRecord> {
  const { id, suite, flags, isSimulated, waves } = night;
  const runs = await store.listRuns();
  return beginNight(
    {
      run: id,
      seed: suite.seed,
      key: sequentialKey(suite, flags),
      rule: suite.stop,
      strategies: suite.strategies.map((strategy) => strategy.id),
      mostWaves: waves,
      repeatsUnderSeed: isSimulated,
    },
    runs.flatMap(({ sequential, finishedAt }) =>
      sequential !== null && finishedAt !== null ? [sequential] : [],
    ),
  );
}

/** Seed, sizes, budget and challenges change how much is seen, not what; the version stands for how structures are read and compared. */
function sequentialKey(suite: Suite, flags: ResumePoint["flags"]): string {
  const none = { lanes: 0, perPrompt: 0, waves: 0 };
  const noChallenge = { sessions: 0, mostScreened: 0, draws: 0, healthyShare: 0 };
  const { baseUrl, tagUpstream, observe } = flags;
  return sha256(
    canonicalJson({
      suite: suiteHash({ ...suite, seed: 0, size: none, challenge: noChallenge }),
      options: { baseUrl, tagUpstream, observe },
      sametwice: packageVersion(),
    }),
  );
}

/** Says on stderr whose evidence a run goes on with; nothing when it begins anew. */
export function sayNights({ sequential }: Pick<RunRecord, "sequential">): void {
  const earlier = sequential?.nights.slice(0, -1) ?? [];
  if (earlier.length === 0) return;
  const named = earlier.map(({ run }) => run).join(", ");
  process.stderr.write(
    `Goes on with the evidence of ${earlier.length} earlier ${earlier.length === 1 ? "run" : "runs"} under this configuration: ${named}.\n`,
  );
}
