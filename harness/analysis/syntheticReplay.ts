/**
 * Replays of known truth, for tests only. Nothing in production imports this file.
 */
import { hashToUnit } from "../base/base.ts";
import type {
  Attestation,
  FileChange,
  Purpose,
  ReplayRecord,
  RunRecord,
  StrategyRecord,
  WireSummary,
} from "../record/record.ts";
import { unknownUsage, type Ending, type Transcript } from "../transcript/transcript.ts";

/** How the sessions of one strategy really behave. */
export type StrategyTruth = {
  readonly id: string;
  /** probability that a session is degraded */
  readonly share: number;
  /** probability that a replay of a healthy session diverges */
  readonly healthyNoise: number;
  /** probability that a replay of a degraded session diverges */
  readonly degradedNoise: number;
  /** 1 as with `restart`; else one session plays the whole lane */
  readonly replaysPerSession?: number;
  readonly clientConfiguration?: string;
  readonly claim?: StrategyRecord["claim"];
  /** probability that a replay times out */
  readonly missing?: number;
  /** probability that a replay cannot be attested */
  readonly unattested?: number;
  readonly wire?: Partial<WireSummary>;
};

export type Truth = {
  readonly seed?: number;
  readonly strategies: readonly StrategyTruth[];
  readonly lanes?: number;
  readonly waves?: number;
  readonly prompts?: number;
  readonly perPrompt?: number;
  /** prompts that every other session answers in another way */
  readonly ambiguous?: readonly string[];
  /** draws per operation; 0 plays no challenge */
  readonly draws?: number;
  /** probability that a challenged session got well by itself before the sham */
  readonly transient?: number;
  readonly vendor?: RunRecord["vendor"];
};

/** A truth with its defaults filled in. */
export type FilledTruth = Required<Truth>;

/** Where a replay stands in its run, and the state of its session. */
export type Played = {
  readonly id: string;
  readonly purpose: Purpose;
  readonly strategy: StrategyTruth;
  readonly wave: number;
  readonly lane: string;
  readonly session: string;
  readonly position: number;
  readonly isDegraded: boolean;
  readonly spawns: number;
};

/** One replay, drawn from the seed and its id. */
export function replayOf(truth: FilledTruth, played: Played): ReplayRecord {
  const { strategy, isDegraded, ...place } = played;
  const draw = (what: string) => hashToUnit(truth.seed, what, played.id);
  const promptId = `prompt-${(played.position % truth.prompts) + 1}`;
  const noise = isDegraded ? strategy.degradedNoise : strategy.healthyNoise;
  const isSplit = truth.ambiguous.includes(promptId);
  const otherWay = isSplit && hashToUnit(truth.seed, "split", played.session, promptId) < 0.5;
  const way = draw("noise") < noise ? "astray" : otherWay ? "other" : "usual";
  const ending: Ending =
    draw("missing") < (strategy.missing ?? 0)
      ? { kind: "timed-out", waitedFor: "idle", afterMs: 1_000 }
      : { kind: "completed" };
  const attestation: Attestation =
    draw("unattested") < (strategy.unattested ?? 0)
      ? { kind: "unattested", reason: "the betas were still sent" }
      : { kind: "attested", evidence: ["synthetic"] };
  return {
    ...place,
    strategy: strategy.id,
    clientConfiguration: strategy.clientConfiguration ?? "as-given",
    promptId,
    workspace: "/lane/work",
    transcript: transcriptOf(way, promptId, ending),
    changes: changesOf(way),
    command: { exitCode: way === "astray" ? 1 : 0, passed: way !== "astray" },
    attestation,
    wire: { ...plainWire, ...strategy.wire },
    time: { startMs: 0, sessionAgeMs: 0, idleMs: 0, durationMs: 60_000 },
    wallMs: 10,
  };
}

type Way = "usual" | "other" | "astray";

const toolsOf: Readonly<Record<Way, readonly string[]>> = {
  usual: ["Read", "Edit", "Bash"],
  other: ["Grep", "Write", "Glob"],
  astray: ["WebFetch", "WebSearch", "TodoWrite", "Task"],
};

function transcriptOf(way: Way, promptId: string, ending: Ending): Transcript {
  const calls = toolsOf[way].map((name, index) => ({
    kind: "calls" as const,
    calls: [
      {
        id: `call-${index}`,
        name,
        input: { file_path: `/workspace/${way}.ts` },
        outcome: { kind: "ok" as const, output: "done" },
      },
    ],
  }));
  return {
    schema: "sametwice.transcript/1",
    turns: [
      {
        prompt: promptId,
        steps: [...calls, { kind: "text", text: `Done, the ${way} way.` }],
        usage: unknownUsage,
        wallMs: 10,
      },
    ],
    ending,
  };
}

function changesOf(way: Way): readonly FileChange[] {
  const text = { usual: "let usual = 1;", other: "function other() {}", astray: "class Astray {}" };
  return [{ path: `${way}.txt`, kind: "modified", before: null, after: text[way], hash: way }];
}

const plainWire: WireSummary = {
  requests: 4,
  modelsAsked: ["model"],
  modelsServed: ["model"],
  betas: ["context-management", "interleaved-thinking"],
  tools: ["Bash", "Edit", "Read"],
  bodyFeatures: ["thinking"],
  systemHash: "system",
  userAgent: "agent",
  clientVersion: "2.1.328",
  carriedAssistantMessages: 0,
  deviceId: null,
  inputTokens: 900,
  outputTokens: 100,
  costUsd: 0.01,
  opening: "",
  clients: [],
};
