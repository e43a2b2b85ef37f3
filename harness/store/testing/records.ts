import { sha256 } from "../../base/base.ts";
import type { ReplayRecord, RunRecord, WireSummary } from "../../record/record.ts";
import type { Step, Transcript } from "../../transcript/transcript.ts";

/** A run as `sametwice run` records it. */
export function runOf(id: string, startedAt = "2026-11-20T10:00:00.000Z"): RunRecord {
  return {
    id,
    suiteName: "core",
    configurationHash: sha256("configuration"),
    agent: "sdk",
    cli: "1.2.0",
    model: "claude-sonnet-4-5",
    vendor: { kind: "simulated", profile: "april" },
    observed: "on",
    seed: 7,
    startedAt,
    finishedAt: null,
    strategies: [
      { id: "reset", clientConfiguration: "c1", claim: null, oneReplayPerSession: false },
    ],
    prompts: [
      {
        id: "fix-off-by-one",
        gate: ["ending", "tools"],
        hasCommand: true,
        expect: { tools: { max: 3 }, changed: ["a.ts"], answerSchema: { type: "object" } },
      },
    ],
    sequential: null,
    margins: { recovery: 0.2, divergence: 0.05 },
    plannedReplays: { reset: 240 },
    resume: { options: { lanes: 30, strategies: ["reset"] }, nothing: null },
  };
}

/** A replay of ordinary size: eight tool calls, one changed file; `number` makes it differ from all others. */
export function replayOf(number: number): ReplayRecord {
  const id = `reset-w1-l03-r${String(number).padStart(5, "0")}`;
  return {
    id,
    purpose: { kind: "lane" },
    strategy: "reset",
    clientConfiguration: "c1",
    wave: 1,
    lane: "reset-w1-l03",
    session: "reset-w1-l03-s01",
    promptId: "fix-off-by-one",
    position: number,
    workspace: "/lanes/reset-w0-l00/work",
    transcript: transcriptOf(number),
    changes: [
      {
        path: "src/paginate.ts",
        kind: "modified",
        before: "export function paginate() {}\n",
        after: `${"export function paginate() { return []; }\n".repeat(30)}// way ${number % 3}\n`,
        hash: sha256(`way ${number % 3}`),
      },
      { path: "src/old.ts", kind: "deleted", before: "old\n", after: null, hash: null },
    ],
    command: { exitCode: 0, passed: true },
    attestation: { kind: "attested", evidence: ["the first request carried no earlier message"] },
    wire: wireOf(number),
    time: { startMs: number * 60_000, sessionAgeMs: 0, idleMs: 0, durationMs: 60_000 },
    wallMs: 512.25,
    spawns: 0,
  };
}

function transcriptOf(number: number): Transcript {
  return {
    schema: "sametwice.transcript/1",
    turns: [
      {
        prompt: "The last page drops one item. Fix it, run the tests, answer in one sentence.",
        steps: stepsOf(number),
        usage: {
          inputTokens: 12_000 + number,
          outputTokens: 900,
          cacheReadTokens: 80_000,
          cacheCreationTokens: null,
          thinkingTokens: 200,
          costUsd: null,
        },
        wallMs: 1_234.5 + number,
      },
    ],
    ending: { kind: "completed" },
  };
}

function wireOf(number: number): WireSummary {
  return {
    requests: 9,
    modelsAsked: ["claude-sonnet-4-5"],
    modelsServed: ["claude-sonnet-4-5-20250929"],
    betas: ["claude-code-20250219", "interleaved-thinking-2025-05-14"],
    tools: ["Bash", "Edit", "Glob", "Grep", "Read", "Write"],
    bodyFeatures: ["thinking", "thinking.type=enabled"],
    systemHash: "0123456789abcdef",
    userAgent: "sametwice-agent/1.2.0",
    clientVersion: "1.2.0",
    carriedAssistantMessages: 0,
    deviceId: sha256(`device ${number}`),
    inputTokens: 92_000 + number,
    outputTokens: 900,
    costUsd: 0.0731,
    opening: "aaaa000000000001",
    clients: ["cccc000000000001"],
  };
}

function stepsOf(number: number): readonly Step[] {
  const calls = Array.from({ length: 8 }, (_, index): Step => {
    const id = `toolu_${sha256(`${number}/${index}`).slice(0, 24)}`;
    const output = `${index}: ${sha256(`${number % 3}/${index}`)}\n`.repeat(8);
    const outcome = index === 7 ? { kind: "open" as const } : { kind: "ok" as const, output };
    return {
      kind: "calls",
      calls: [{ id, name: "Bash", input: { command: `node --test ${index}` }, outcome }],
    };
  });
  return [{ kind: "thinking", text: "Let me look." }, ...calls, { kind: "text", text: "Done." }];
}
