import type { Random } from "../base/base.ts";
import type { FileChange, ReplayRecord, RunRecord, RunRecords } from "../record/record.ts";
import { unknownUsage } from "../transcript/transcript.ts";
import { inWave, perPrompt, prompts, replaysPerLane, waveOf } from "./truths.ts";
import type { Truth } from "./types.ts";

/** `usual` and, close to it, `near` are healthy; `astray` is what must be found. */
type Way = "usual" | "near" | "astray";

/** Share of healthy replays that take one step more, as in the vendor's profiles. */
const variety = 0.15;

export type SimulatedRecords = {
  readonly records: RunRecords;
  /** replays that were made to diverge */
  readonly astray: ReadonlySet<string>;
};

/** Records of a finished run of `reset` with whole transcripts, so that references and thresholds are found as in a real one. */
export function simulateRecords(truth: Truth, random: Random): SimulatedRecords {
  const astray = new Set<string>();
  const replays = Array.from({ length: truth.lanes }, (_, lane) => {
    const wave = waveOf(lane);
    const { share, healthyNoise } = inWave(truth, wave);
    const noise = random() < share ? truth.degradedNoise : healthyNoise;
    return Array.from({ length: replaysPerLane }, (_, position) => {
      const way = random() < noise ? "astray" : random() < variety ? "near" : "usual";
      const replay = replayOf(way, { lane, wave, position });
      if (way === "astray") astray.add(replay.id);
      return replay;
    });
  }).flat();
  const records = {
    run: runOf(truth),
    sessions: [],
    replays,
    challenges: [],
    fingerprints: [],
    texts: [],
  };
  return { records, astray };
}

type Place = { readonly lane: number; readonly wave: number; readonly position: number };

const toolsOf: Readonly<Record<Way, readonly string[]>> = {
  usual: ["Read", "Edit", "Bash"],
  near: ["Read", "Read", "Edit", "Bash"],
  astray: ["WebFetch", "WebSearch", "TodoWrite", "Task"],
};

function replayOf(way: Way, { lane: number, wave, position }: Place): ReplayRecord {
  const lane = `reset-w${wave}-l${number}`;
  const promptId = `prompt-${position % prompts}`;
  const steps = toolsOf[way].map((name, index) => ({
    kind: "calls" as const,
    calls: [
      {
        id: `call-${index}`,
        name,
        input: { file_path: `/workspace/${way === "astray" ? "other" : "usual"}.txt` },
        outcome: { kind: "ok" as const, output: "done" },
      },
    ],
  }));
  return {
    id: `${lane}-r${position}`,
    purpose: { kind: "lane" },
    strategy: "reset",
    clientConfiguration: "as-given",
    wave,
    lane,
    session: `${lane}-s01`,
    promptId,
    position,
    workspace: "/workspace",
    transcript: {
      schema: "sametwice.transcript/1",
      turns: [{ prompt: promptId, steps, usage: unknownUsage, wallMs: 1 }],
      ending: { kind: "completed" },
    },
    changes: [changeOf(way)],
    command: null,
    attestation: { kind: "attested", evidence: ["simulated"] },
    wire: null,
    time: { startMs: 0, sessionAgeMs: 0, idleMs: 0, durationMs: 60_000 },
    wallMs: 1,
    spawns: position === 0 ? 1 : 0,
  };
}

function changeOf(way: Way): FileChange {
  const name = way === "astray" ? "other" : "usual";
  return { path: `${name}.txt`, kind: "modified", before: null, after: name, hash: name };
}

function runOf(truth: Truth): RunRecord {
  return {
    id: "simulated",
    suiteName: "calibration",
    configurationHash: "calibration",
    agent: "sdk",
    cli: "0.0.0",
    model: "simulated",
    vendor: { kind: "simulated", profile: "calibration" },
    observed: "off",
    seed: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T01:00:00.000Z",
    strategies: [
      { id: "reset", clientConfiguration: "as-given", claim: null, oneReplayPerSession: false },
    ],
    prompts: Array.from({ length: prompts }, (_, index) => ({
      id: `prompt-${index}`,
      gate: ["ending", "tools", "files", "code"],
      hasCommand: false,
    })),
    sequential: null,
    margins: { recovery: 0.2, divergence: 0.05 },
    plannedReplays: { reset: truth.lanes * prompts * perPrompt },
    resume: null,
  };
}
