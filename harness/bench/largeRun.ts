import { hashToUnit, sha256 } from "../base/base.ts";
import type {
  ReplayRecord,
  RunRecord,
  RunRecords,
  SessionRecord,
  WireSummary,
} from "../record/record.ts";
import type { Step, Transcript } from "../transcript/transcript.ts";

/** One strategy: its sessions hold eight replays, or one as with `restart`. */
type Arm = {
  readonly id: string;
  readonly clientConfiguration: string;
  readonly perSession: number;
};

const arms: readonly Arm[] = [
  { id: "reset", clientConfiguration: "as-given", perSession: 8 },
  { id: "restart", clientConfiguration: "as-given", perSession: 1 },
  { id: "suppress-betas", clientConfiguration: "suppressed", perSession: 8 },
  { id: "pin-ttl", clientConfiguration: "pinned", perSession: 4 },
];
const perLane = 8;
const lanesPerWave = 10;
/** Prompts with the number of healthy ways to go about them. */
const prompts = [2, 3, 4, 6].map((ways, index) => ({ id: `prompt-${index + 1}`, ways }));
const seed = 7;

/**
 * Records as a run of real agents leaves them: nine calls per replay, few ways per prompt, a tenth of the sessions degraded, and
 * now and then a replay like no other.
 * @param replays rounded up to whole lanes in every strategy
 * @param unique share of the replays in (0, 1) whose calls and code nobody else has
 */
export function largeRun(replays: number, unique: number): RunRecords {
  const lanes = Math.ceil(replays / perLane / arms.length);
  const played = arms.flatMap((arm) =>
    Array.from({ length: lanes * perLane }, (_, at) => replayOf(arm, at, unique)),
  );
  return {
    run: runOf(lanes),
    sessions: [...new Map(played.map((one) => [one.session, sessionOf(one)])).values()],
    replays: played,
    challenges: [],
    fingerprints: [],
    texts: [],
  };
}

function replayOf(arm: Arm, at: number, unique: number): ReplayRecord {
  const number = Math.floor(at / perLane);
  const position = at % perLane;
  const wave = Math.floor(number / lanesPerWave);
  const lane = `${arm.id}-w${pad(wave)}-l${pad(number)}`;
  const session = `${lane}-s${pad(Math.floor(position / arm.perSession) + 1)}`;
  const prompt = prompts[position % prompts.length] ?? { id: "", ways: 1 };
  const id = `${lane}-r${pad(position)}`;
  const isDegraded = hashToUnit(seed, "session", session) < 0.1;
  const way = wayOf(id, { ways: prompt.ways, isDegraded, unique });
  const workspace = `/lanes/${lane}/work`;
  return {
    id,
    purpose: { kind: "lane" },
    strategy: arm.id,
    clientConfiguration: arm.clientConfiguration,
    wave,
    lane,
    session,
    promptId: prompt.id,
    position,
    workspace,
    transcript: transcriptOf({ id, promptId: prompt.id, way, workspace }),
    changes: [
      {
        path: `src/${prompt.id}.ts`,
        kind: "modified",
        before: sourceOf(prompt.id, { number: 0, own: "" }),
        after: sourceOf(prompt.id, way),
        hash: sha256(sourceOf(prompt.id, way)),
      },
    ],
    command: { exitCode: 0, passed: !isDegraded },
    attestation: { kind: "attested", evidence: ["the first request carried no earlier message"] },
    wire: wireOf(arm, lane),
    time: {
      startMs: startOf(arm, number, position),
      sessionAgeMs: 0,
      idleMs: 1_000,
      durationMs: 60_000,
    },
    wallMs: 60_000,
    spawns: position % arm.perSession === 0 ? 1 : 0,
  };
}

/** Waves follow each other; the lanes of a wave run side by side, a little apart. */
function startOf(arm: Arm, lane: number, position: number): number {
  const wave = Math.floor(lane / lanesPerWave);
  const apartMs = (lane % lanesPerWave) * 6_000 + arms.indexOf(arm) * 1_500;
  return (wave * perLane + position) * 60_000 + apartMs;
}

function pad(number: number): string {
  return String(number).padStart(5, "0");
}

/** What a replay does: a known way by its number, or one that is all its own. */
type Way = { readonly number: number; readonly own: string };

function wayOf(
  id: string,
  of: { readonly ways: number; readonly isDegraded: boolean; readonly unique: number },
): Way {
  if (hashToUnit(seed, "unique", id) < of.unique) return { number: 0, own: sha256(id) };
  if (of.isDegraded && hashToUnit(seed, "degraded", id) < 0.8) return { number: of.ways, own: "" };
  const isUsual = hashToUnit(seed, "usual", id) < 0.95;
  const other = 1 + Math.floor(hashToUnit(seed, "way", id) * (of.ways - 1));
  return { number: isUsual ? 0 : other, own: "" };
}

/** A file of about 100 lines in which ways differ by one function; one's own way has a function like no other. */
function sourceOf(promptId: string, { number, own }: Way): string {
  const common = Array.from(
    { length: 12 },
    (_, at) => `export function step${at}(items: readonly number[], limit: number): number {
  let total = ${promptId.length + at};
  for (const item of items) {
    if (item > limit) total += item * ${at + 2};
    else total -= Math.min(item, limit);
  }
  return total;
}
`,
  ).join("\n");
  return `${common}\n${functionOfWay(number)}${own === "" ? "" : ownFunction(own)}`;
}

function functionOfWay(way: number): string {
  const checks = Array.from(
    { length: way * 4 },
    (_, at) => `  if (page === ${at * way}) return items.slice(${at}, size * ${way + at});\n`,
  );
  return `export function paginate(items: string[], page: number, size: number): string[] {
${checks.join("")}  const start = page * size;
  return items.slice(start, start + size);
}
`;
}

/** The digits of the digest become statements, so that nearly every digest has another syntax tree. */
function ownFunction(digest: string): string {
  const statements = Array.from(digest.slice(0, 24), (digit, at) =>
    /\d/.test(digit)
      ? `  if (value > ${digit}) value = Math.max(value, ${at});`
      : `  value += ${digit.charCodeAt(0)} * "${digit}".length;`,
  );
  return `export function own(value: number): number {\n${statements.join("\n")}\n  return value;\n}\n`;
}

type Played = {
  readonly id: string;
  readonly promptId: string;
  readonly way: Way;
  readonly workspace: string;
};

function transcriptOf({ id, promptId, way, workspace }: Played): Transcript {
  const file = `${workspace}/src/${promptId}.ts`;
  const read = [
    ["Glob", { pattern: "src/**/*.ts" }, `${file}\n`.repeat(8)],
    ["Grep", { pattern: promptId, path: workspace }, `${file}:12: match\n`.repeat(12)],
    ["Read", { file_path: file }, sourceOf(promptId, { number: 0, own: "" })],
    ["Read", { file_path: `${workspace}/package.json` }, `{ "name": "shop" }`],
  ] as const;
  const extra = Array.from({ length: way.number }, (_, at) => read[at % read.length] ?? read[0]);
  const own = Array.from(
    way.own.slice(0, 3),
    (digit) => ["Bash", { command: `tool-${digit} --verbose` }, "done"] as const,
  );
  const calls = [
    ...read,
    ...extra,
    ["Edit", { file_path: file, old_string: "a", new_string: "b" }, "The file was updated."],
    ...own,
    ["Bash", { command: `cd ${workspace} && npm test 2>&1 | tail -20` }, testOutput(id)],
    ["Read", { file_path: file }, sourceOf(promptId, way)],
    ["Bash", { command: "npx tsc --noEmit" }, ""],
    ["Bash", { command: "git diff --stat" }, " 1 file changed"],
  ] as const;
  return {
    schema: "sametwice.transcript/1",
    turns: [
      {
        prompt: `Fix what ${promptId} says, run the tests, answer in one sentence.`,
        steps: [
          { kind: "thinking", text: `Thinking about ${id}. `.repeat(10) },
          ...calls.map(([name, input, output], at): Step => {
            const outcome = { kind: "ok", output } as const;
            return { kind: "calls", calls: [{ id: `${id}-${at}`, name, input, outcome }] };
          }),
          { kind: "text", text: `The last item is kept now; all tests pass (${id}).` },
        ],
        usage: {
          inputTokens: 12_000,
          outputTokens: 900,
          cacheReadTokens: 80_000,
          cacheCreationTokens: null,
          thinkingTokens: Math.floor(hashToUnit(seed, "thinking", id) * 1_000),
          costUsd: null,
        },
        wallMs: 60_000,
      },
    ],
    ending: { kind: "completed" },
  };
}

function testOutput(id: string): string {
  const lines = Array.from(
    { length: 20 },
    (_, at) => `ok ${at} - ${id} (${(hashToUnit(id, at) * 9).toFixed(3)} ms)`,
  );
  return lines.join("\n");
}

function wireOf(arm: Arm, lane: string): WireSummary {
  const betas = ["claude-code-20250219", "interleaved-thinking-2025-05-14"];
  return {
    requests: 11,
    modelsAsked: ["claude-sonnet-4-5"],
    modelsServed: ["claude-sonnet-4-5-20250929"],
    betas: arm.clientConfiguration === "suppressed" ? betas.slice(0, 1) : betas,
    tools: ["Bash", "Edit", "Glob", "Grep", "Read", "Write"],
    bodyFeatures: ["thinking", "thinking.type=enabled"],
    systemHash: "0123456789abcdef",
    userAgent: "claude-cli/2.1.328",
    clientVersion: arm.clientConfiguration === "pinned" ? "2.1.300" : "2.1.328",
    carriedAssistantMessages: 0,
    deviceId: sha256(`device ${lane}`),
    inputTokens: 92_000,
    outputTokens: 900,
    costUsd: 0.0731,
    opening: "",
    clients: [],
  };
}

function sessionOf({ session, lane, strategy, wave }: ReplayRecord): SessionRecord {
  return {
    id: session,
    lane,
    strategy,
    wave,
    cliVersion: null,
    programSha256: null,
    startWallMs: 400,
    ended: "lane-done",
  };
}

function runOf(lanes: number): RunRecord {
  return {
    id: "large",
    suiteName: "large",
    configurationHash: sha256("large"),
    agent: "claude-code",
    cli: "2.1.328",
    model: "claude-sonnet-4-5",
    vendor: { kind: "simulated", profile: "large" },
    observed: "on",
    seed,
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-02T00:00:00.000Z",
    strategies: arms.map(({ id, clientConfiguration, perSession }) => ({
      id,
      clientConfiguration,
      claim: null,
      oneReplayPerSession: perSession === 1,
    })),
    prompts: prompts.map(({ id }) => ({
      id,
      gate: ["ending", "tools", "files", "code"],
      hasCommand: true,
    })),
    plannedReplays: Object.fromEntries(arms.map(({ id }) => [id, lanes * perLane])),
    resume: null,
    margins: { recovery: 0.2, divergence: 0.05 },
    sequential: null,
  };
}
