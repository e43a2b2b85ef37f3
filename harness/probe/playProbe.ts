import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { AgentSession, PreparedAgent, SessionConfig } from "../agents/agents.ts";
import { systemClock } from "../base/base.ts";
import type { CredentialKind, ProbeStep } from "../record/record.ts";
import type { Ending } from "../transcript/transcript.ts";
import type { ObservedRequest } from "../wire/wire.ts";
import { playedSteps, prompts, type PlayedStepId } from "./scenario.ts";
import { makeSurroundings, type Surroundings } from "./surroundings.ts";

export type PlayOrder = {
  readonly prepared: PreparedAgent;
  /** full id, alias, or null for the client's own default */
  readonly model: string | null;
  /** forwarded by default */
  readonly betas?: SessionConfig["betas"];
  /** as given by default */
  readonly flags?: SessionConfig["flags"];
  /** a key by default; the kind decides on default model and betas */
  readonly credentialKind?: CredentialKind;
  /** all by default */
  readonly steps?: readonly PlayedStepId[];
  /** most API calls of one turn; 20 by default, more than any step needs */
  readonly maxTurns?: number;
  /** how long to wait after the start for requests that nobody asked for; 500 ms by default */
  readonly settleMs?: number;
};

/** A probe as it was played, before anything is made of it. */
export type PlayedProbe = {
  readonly steps: readonly PlayedStep[];
  readonly startWallMs: number;
  readonly egress: readonly string[];
  /** version that the process said it is, null when it said none */
  readonly reportedVersion: string | null;
  /** id that its conversation was to have */
  readonly sessionUuid: string;
};

export type PlayedStep = {
  readonly id: ProbeStep["id"];
  /** what the user said; null where the user says nothing */
  readonly prompt: string | null;
  /** milliseconds since the epoch */
  readonly beganAtMs: number;
  readonly wallMs: number;
  /** see ProbeStep.ending */
  readonly outcome: string | null;
  /** of a turn; null elsewhere */
  readonly ending: Ending | null;
  readonly observed: readonly ObservedRequest[];
};

const defaultSettleMs = 500;

/** Plays the steps in one process of its own. See `probeClient`. */
export async function playProbe(order: PlayOrder): Promise<PlayedProbe> {
  await using surroundings = await makeSurroundings();
  const settleMs = order.settleMs ?? defaultSettleMs;
  const config = configFor(order, surroundings);
  const session = await order.prepared.start(config);
  const steps: PlayedStep[] = [];
  const watch = async (id: PlayedStep["id"], act: () => Promise<Acted>) => {
    steps.push(await watchStep(surroundings, id, act));
  };
  await watch("start", () => rest(settleMs));
  const wanted = order.steps ?? playedSteps;
  for (const id of playedSteps.filter((step) => wanted.includes(step))) {
    await watch(id, () => act(session, id));
  }
  await watch("end", async () => {
    await session.stop();
    return nothing;
  });
  const { guard } = surroundings;
  const tried = [...guard.take(config.processId), ...guard.unattributed()];
  return {
    steps,
    startWallMs: session.startWallMs,
    egress: [...new Set(tried.map(({ target }) => target))].sort(),
    reportedVersion: session.reportedVersion(),
    sessionUuid: config.sessionUuid,
  };
}

function configFor(order: PlayOrder, surroundings: Surroundings): SessionConfig {
  return {
    ...surroundings.config,
    model: order.model,
    // A key that opens nothing; no client starts without one.
    credential: { kind: order.credentialKind ?? "api-key", value: "sk-ant-simulated-0000" },
    betas: order.betas ?? "forwarded",
    flags: order.flags ?? "as-given",
    sessionUuid: randomUUID(),
    deviceId: "5a".repeat(32),
    maxTurns: order.maxTurns ?? 20,
  };
}

type Acted = Pick<PlayedStep, "prompt" | "outcome" | "ending">;
const nothing: Acted = { prompt: null, outcome: null, ending: null };

async function rest(milliseconds: number): Promise<Acted> {
  await delay(milliseconds);
  return nothing;
}

async function act(session: AgentSession, id: PlayedStepId): Promise<Acted> {
  if (id === "clear") {
    const cleared = await session.clear();
    const outcome = cleared.kind === "cleared" ? cleared.kind : cleared.reason;
    return { prompt: null, outcome, ending: null };
  }
  const prompt = prompts[id];
  const { ending } = await session.play([prompt]);
  return { prompt, outcome: ending.kind, ending };
}

async function watchStep(
  { recorder, config }: Surroundings,
  id: PlayedStep["id"],
  act: () => Promise<Acted>,
): Promise<PlayedStep> {
  const beganAtMs = systemClock.now();
  const startedAt = performance.now();
  const acted = await act();
  const wallMs = performance.now() - startedAt;
  return { id, beganAtMs, wallMs, ...acted, observed: await recorder.take(config.processId) };
}
