import type { Attestation, WireSummary } from "../record/record.ts";
import type { Readiness } from "../session/session.ts";
import { isMissing, type Transcript } from "../transcript/transcript.ts";
import { attest, type Expectation } from "../wire/wire.ts";
import type { RunContext } from "./context.ts";
import type { Seen } from "./observation.ts";
import type { ReplayTask } from "./playReplay.ts";

/** What a replay showed of itself, inside and outside of the wire. */
export type Shown = {
  readonly readiness: Readiness;
  readonly transcript: Transcript;
  /** null when nobody looked */
  readonly seen: Seen | null;
  readonly wire: WireSummary | null;
};

/** Whether the strategy of a replay demonstrably took effect. */
export function attestReplay(context: RunContext, task: ReplayTask, shown: Shown): Attestation {
  const { readiness, transcript, seen, wire } = shown;
  const { agent } = readiness.session;
  if (isMissing(transcript.ending)) {
    return {
      kind: "unobserved",
      reason: `the replay ended as ${transcript.ending.kind} before it could be attested`,
    };
  }
  if (seen === null) return withoutWire(task, readiness);
  return attest(
    expectationOf(context, task, readiness),
    {
      requests: seen.requests,
      summary: wire,
      clearFailure: readiness.clearFailure,
      process: {
        reportedVersions: agent.reportedVersions(),
        programSha256: agent.programSha256,
        answerIds: agent.answerIds(),
        egress: seen.egress,
      },
    },
    task.earlier,
  );
}

function expectationOf(
  context: RunContext,
  { runnable, prompt }: ReplayTask,
  { session }: Readiness,
): Expectation {
  const { strategy, prepared, expectedBetas, unsuppressedBetas, knownEgress } = runnable;
  return {
    processId: session.id,
    cliVersion: prepared.version,
    programSha256: prepared.programSha256,
    model: context.suite.agent.model,
    betas: { mode: strategy.betas, expected: expectedBetas, unsuppressed: unsuppressedBetas },
    flags: strategy.flags,
    emptyContext: strategy.conversation !== "keep",
    ...(prompt.turns[0] === undefined ? {} : { prompt: prompt.turns[0] }),
    newProcess: strategy.conversation === "new-process",
    freshDevice: strategy.identity === "fresh",
    deviceId: session.device,
    knownEgress,
  };
}

/** Without the wire there is only the word of the process; where even that denies the strategy, it did not take effect. */
function withoutWire({ runnable }: ReplayTask, { session, clearFailure }: Readiness): Attestation {
  const { version, programSha256 } = runnable.prepared;
  const told = session.agent.reportedVersions();
  const reasons = [
    ...(clearFailure === null ? [] : [`/clear did not take effect: ${clearFailure}`]),
    ...told
      .filter((one) => one !== version)
      .map((one) => `the process says that it is version ${one}, not ${version}`),
    ...(session.agent.programSha256 === programSha256
      ? []
      : ["the program is not the one that was installed"]),
  ];
  if (reasons.length > 0) return { kind: "unattested", reason: reasons.join("; ") };
  return {
    kind: "not-observed",
    evidence: [
      ...(told.length === 0 ? [] : [`the process says that it is version ${version}`]),
      ...(programSha256 === null ? [] : [`the program has the hash ${programSha256}`]),
    ],
  };
}
