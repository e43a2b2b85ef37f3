import { createHash, randomUUID } from "node:crypto";
import { appendFile, copyFile, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startStreamJsonSession, type StreamJsonSession } from "../../agents/streamJson.ts";
import { basicEnvironment, reapMarked } from "../../childProcess/childProcess.ts";
import type { Attestation } from "../../record/record.ts";
import {
  attest,
  startEgressGuard,
  startRecorder,
  summarise,
  type EarlierReplay,
  type Expectation,
} from "../wire.ts";
import { startTestVendor, type TestAnswer } from "./servers.ts";

/** What an agent does, and what its strategy promises; an honest one under `reset` by default. */
export type Scene = {
  /** see fixtures/agents/cheat.mjs */
  readonly cheat?: string;
  /** what is done between two replays */
  readonly way?: "clear" | "new-process" | "fresh-identity" | "keep";
  readonly suppressed?: boolean;
  /** what is promised though it is not done */
  readonly promised?: Partial<Expectation>;
  readonly vendor?: Whim;
  readonly programIsChanged?: boolean;
};

/** What the vendor does to one process only. */
type Whim = { readonly serves?: string; readonly refuses?: string };

/** An agent that plays for a lane. */
export type Player = {
  readonly scene: Scene;
  readonly processId: string;
  readonly deviceId: string;
  readonly program: string;
  readonly session: StreamJsonSession;
};

/** What a replay knows of those before it. */
type Past = { readonly clearFailure: string | null; readonly earlier: readonly EarlierReplay[] };

/** Recorder, guard and a tiny vendor, for agents that are real processes. */
export type Stage = {
  /** of the program that the agents run, unless it is changed */
  readonly installedSha256: string;
  readonly baseUrlFor: (player: Player) => string;
  readonly start: (scene: Scene, deviceId: string, otherBaseUrl?: string) => Promise<Player>;
  readonly playAndAttest: (player: Player, prompt: string, past: Past) => Promise<Attestation>;
  /** Plays two replays of one lane and attests both. */
  readonly played: (scene: Scene) => Promise<readonly Attestation[]>;
  readonly close: () => Promise<void>;
};

const programs = resolve(import.meta.dirname, "../../../fixtures/agents");
const patient = { firstOutputMs: 20_000, idleMs: 20_000, afterResultMs: 10_000, wallMs: 40_000 };
const model = "claude-sonnet-4-6";
const stable = ["claude-code-20250219", "interleaved-thinking-2025-05-14"];
const forwarded = [...stable, "context-management-2025-06-27"].sort();

/** Opens a stage for any number of agents. */
export async function openStage(): Promise<Stage> {
  const { folder, program, changed } = await installCheat();
  const installedSha256 = await sha256Of(program);
  const whims = new Map<string, Whim>();
  const vendor = await startTestVendor(answerAsAsked(whims));
  const recorder = await startRecorder({ upstream: vendor.url, tagUpstream: true });
  const guard = await startEgressGuard();
  const marker = randomUUID();

  const start: Stage["start"] = async (scene, deviceId, otherBaseUrl = "") => {
    const cheat = scene.cheat ?? "honest";
    const processId = `${cheat}-${randomUUID().slice(0, 8)}`;
    if (scene.vendor) whims.set(processId, scene.vendor);
    const file = scene.programIsChanged ? changed : program;
    const env = {
      ...basicEnvironment({ home: folder, tmp: folder }),
      ANTHROPIC_BASE_URL: recorder.baseUrlFor(processId),
      OTHER_BASE_URL: otherBaseUrl,
      HTTPS_PROXY: guard.proxyFor(processId),
      CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: scene.suppressed ? "1" : "0",
    };
    const session = await startStreamJsonSession(
      { file: process.execPath, args: [file, cheat, deviceId], env },
      { processId, cwd: folder, marker, timeouts: patient },
    );
    return { scene, processId, deviceId, program: file, session };
  };

  const playAndAttest: Stage["playAndAttest"] = async (player, prompt, past) => {
    const { session, processId } = player;
    await session.play([prompt]);
    const requests = await recorder.take(processId);
    const process = {
      reportedVersions: session.reportedVersions(),
      programSha256: await sha256Of(player.program),
      answerIds: session.answerIds(),
      egress: guard.take(processId),
    };
    const { clearFailure, earlier } = past;
    const seen = { requests, summary: summarise(requests), clearFailure, process };
    return attest(expectationFor(player, prompt, installedSha256), seen, earlier);
  };

  return {
    installedSha256,
    baseUrlFor: ({ processId }) => recorder.baseUrlFor(processId),
    start,
    playAndAttest,
    played: (scene) => playLane(scene, { start, playAndAttest }),
    close: async () => {
      await reapMarked(marker);
      await recorder.close();
      await guard.close();
      await vendor[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

/** A copy of the agent, and one that was changed since. */
async function installCheat() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "stage-")));
  const program = join(folder, "cheat.mjs");
  const changed = join(folder, "changed.mjs");
  await copyFile(join(programs, "protocol.mjs"), join(folder, "protocol.mjs"));
  await copyFile(join(programs, "cheat.mjs"), program);
  await copyFile(program, changed);
  await appendFile(changed, "// changed\n");
  return { folder, program, changed };
}

async function playLane(
  scene: Scene,
  { start, playAndAttest }: Pick<Stage, "start" | "playAndAttest">,
): Promise<readonly Attestation[]> {
  const way = scene.way ?? "clear";
  const renews = way === "new-process" || way === "fresh-identity";
  const earlier: EarlierReplay[] = [];
  const attestations: Attestation[] = [];
  let player = await start(scene, "a".repeat(64));
  for (const prompt of ["Do one thing.", "Do another thing."]) {
    let clearFailure: string | null = null;
    if (earlier.length > 0 && renews) {
      await player.session.stop();
      player = await start(scene, (way === "fresh-identity" ? "c" : "a").repeat(64));
    }
    if (earlier.length > 0 && way === "clear") {
      const cleared = await player.session.clear();
      clearFailure = cleared.kind === "not-cleared" ? cleared.reason : null;
    }
    attestations.push(await playAndAttest(player, prompt, { clearFailure, earlier }));
    const { processId, deviceId } = player;
    earlier.push({ processId, deviceId, prompts: [prompt] });
  }
  await player.session.stop();
  return attestations;
}

function expectationFor(
  { scene, processId, deviceId }: Player,
  prompt: string,
  programSha256: string,
): Expectation {
  const way = scene.way ?? "clear";
  return {
    processId,
    cliVersion: "9.9.9",
    programSha256,
    model,
    betas: scene.suppressed
      ? { mode: "suppressed", expected: stable, unsuppressed: forwarded }
      : { mode: "forwarded", expected: forwarded },
    emptyContext: way !== "keep",
    prompt,
    newProcess: way === "new-process" || way === "fresh-identity",
    freshDevice: way === "fresh-identity",
    deviceId,
    knownEgress: [],
    ...scene.promised,
  };
}

/** Serves the model that is asked for unless it has a whim. */
function answerAsAsked(whims: ReadonlyMap<string, Whim>): TestAnswer {
  let answers = 0;
  return async (incoming, outgoing) => {
    const { serves, refuses } = whims.get(String(incoming.headers["x-sametwice-process"])) ?? {};
    const betas = String(incoming.headers["anthropic-beta"]);
    let body = "";
    for await (const chunk of incoming) body += String(chunk);
    const asked = /"model":"([^"]+)"/.exec(body)?.[1];
    const isRefused = refuses !== undefined && betas.includes(refuses);
    const error = { type: "error", error: { type: "invalid_request_error", message: "beta?" } };
    const message = {
      id: `msg_${++answers}`,
      role: "assistant",
      model: serves ?? asked,
      content: [{ type: "text", text: "Hm." }],
    };
    outgoing.writeHead(isRefused ? 400 : 200, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(isRefused ? error : message));
  };
}

async function sha256Of(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}
