import type { PreparedAgent } from "../agents/agents.ts";
import type { AgentKind, ProbeRecord, ProbeStep } from "../record/record.ts";
import { conversationOf } from "./conversation.ts";
import { describeRequest } from "./describeRequest.ts";
import { playProbe, type PlayedProbe, type PlayedStep, type PlayOrder } from "./playProbe.ts";

export type { PlayedStepId } from "./scenario.ts";

export type ProbeOrder = PlayOrder & { readonly agent: AgentKind };

/**
 * Starts one process of a client, plays a few prompts against an embedded simulated vendor and collects what was on the
 * wire. Costs nothing, needs no key, and leaves no process and no file behind. What the client does, a crash or a
 * refused flag too, is in the record.
 * @throws UserError when vendor or recorder cannot be started, Error when the program cannot be started at all
 */
export async function probeClient(order: ProbeOrder): Promise<ProbeRecord> {
  return recordOf(order, await playProbe(order));
}

/** The record of a probe that was played. */
export function recordOf(order: ProbeOrder, played: PlayedProbe): ProbeRecord {
  const { prepared, agent, model, betas = "forwarded" } = order;
  return {
    agent,
    version: prepared.version,
    model,
    betas,
    program: programOf(prepared),
    timing: timingOf(played),
    steps: played.steps.map(describeStep),
    egress: played.egress,
  };
}

function describeStep(step: PlayedStep): ProbeStep {
  const conversation = new Set(conversationOf(step));
  return {
    id: step.id,
    ending: step.outcome,
    requests: step.observed.map((request) => describeRequest(request, conversation.has(request))),
  };
}

function programOf({ program, programSha256 }: PreparedAgent): ProbeRecord["program"] {
  return program && programSha256 !== null ? { ...program, sha256: programSha256 } : null;
}

function timingOf({ startWallMs, steps }: PlayedProbe): ProbeRecord["timing"] {
  const first = steps.find(({ prompt }) => prompt !== null);
  const request = first?.observed[0];
  return {
    startMs: startWallMs,
    firstRequestMs: first && request ? Math.max(0, request.startedAtMs - first.beganAtMs) : null,
    firstTurnMs: first?.wallMs ?? 0,
  };
}
