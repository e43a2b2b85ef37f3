import { z } from "zod";
import type { Ending } from "../transcript/transcript.ts";
import { transcriptOf, type LogEvent } from "./conversation.ts";
import { maybeNumber, maybeText } from "./fields.ts";
import { stemOf } from "./fileNames.ts";
import type { Findings } from "./findings.ts";
import { importedOf } from "./imported.ts";
import { patchChanges } from "./patchChanges.ts";
import type { Imported } from "./types.ts";

const trajectory = z.object({
  trajectory: z.array(z.unknown()),
  environment: maybeText,
  info: z
    .object({
      exit_status: maybeText,
      submission: maybeText,
      swe_agent_version: maybeText,
      model_stats: z
        .object({
          instance_cost: maybeNumber,
          tokens_sent: maybeNumber,
          tokens_received: maybeNumber,
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});

const step = z.object({
  action: z.string().catch(""),
  observation: maybeText,
  thought: maybeText,
});

/** A `.traj` file of SWE-agent: one attempt at one instance, which is the file's name. */
export function readSweAgent(name: string, value: unknown, findings: Findings): Imported[] {
  const { data } = trajectory.safeParse(value);
  if (data === undefined) {
    findings.problem(null, "no trajectory as SWE-agent writes it");
    return [];
  }
  const exitStatus = data.info?.exit_status ?? null;
  const ending = endingOf(exitStatus);
  const stats = data.info?.model_stats;
  const usage: LogEvent = {
    kind: "turn-usage",
    usage: {
      inputTokens: stats?.tokens_sent ?? null,
      outputTokens: stats?.tokens_received ?? null,
      cacheReadTokens: null,
      cacheCreationTokens: null,
      thinkingTokens: null,
      costUsd: stats?.instance_cost ?? null,
    },
  };
  const events: LogEvent[] = [
    { kind: "prompt", text: stemOf(name) },
    ...data.trajectory.flatMap((raw, index) => stepEvents(raw, index, findings)),
    usage,
    { kind: "ending", ending },
  ];
  return [
    importedOf({
      transcript: transcriptOf(events),
      group: {
        prompt: stemOf(name),
        session: name,
        version: data.info?.swe_agent_version ?? null,
      },
      changes: patchChanges(data.info?.submission ?? ""),
      problems: exitStatus === null ? ["The trajectory has no exit status: it was cut off."] : [],
    }),
  ];
}

function stepEvents(raw: unknown, index: number, findings: Findings): LogEvent[] {
  const { data } = step.safeParse(raw);
  if (data === undefined) {
    findings.problem(index + 1, "a step that is no object");
    return [];
  }
  const { action, observation, thought } = data;
  const id = `step ${index + 1}`;
  const said: LogEvent[] = [{ kind: "text", text: thought ?? "" }];
  if (action.trim() === "") return said;
  const call: LogEvent = {
    kind: "call",
    messageId: id,
    id,
    name: "bash",
    input: { command: action },
  };
  const outcome = { kind: "ok", output: observation ?? "" } as const;
  return [...said, call, { kind: "result", callId: id, outcome }];
}

/** `submitted`, `submitted (exit_cost)`, `exit_context`, `exit_error` … in SWE-agent, `Submitted`, `LimitsExceeded` … in mini. */
export function endingOf(exitStatus: string | null): Ending {
  const status = exitStatus?.toLowerCase() ?? "";
  if (status === "") return { kind: "interrupted" };
  if (status.includes("context")) return { kind: "truncated", at: "context-window" };
  if (status.includes("cost") || status.includes("limit")) return { kind: "turn-limit", turns: 0 };
  if (status.startsWith("submitted")) return { kind: "completed" };
  return { kind: "api-error", status: null, message: exitStatus ?? "" };
}
