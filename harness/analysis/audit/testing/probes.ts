import type { ProbedRequest, ProbeRecord, ProbeStep } from "../../../record/record.ts";
import type { VersionProbes } from "../types.ts";

/** A conversation request as a healthy client sends it. */
export function request(over: Partial<ProbedRequest> = {}): ProbedRequest {
  return {
    method: "POST",
    path: "/v1/messages",
    isConversation: true,
    status: 200,
    modelAsked: "claude-sonnet-4-6",
    maxTokens: 32_000,
    betas: ["context-management-2025-06-27", "interleaved-thinking-2025-05-14"],
    assistantMessages: 0,
    parts: {
      system: "aaaa",
      "tools.Bash": "bbbb",
      "tools.Read": "cccc",
      "betas.context-management-2025-06-27": "1",
      "betas.interleaved-thinking-2025-05-14": "1",
      "body.max_tokens": "32000",
      "body.thinking.type": "enabled",
    },
    system: "You are an agent.\nRead a file before you edit it.\nAnswer briefly.",
    tools: [tool("Bash", "Runs a command."), tool("Read", "Reads a file.")],
    additions: "<system-reminder>Today is a day.</system-reminder>",
    bytes: 60_000,
    ...over,
  };
}

export function tool(name: string, description: string, schema: unknown = {}) {
  return { name, description, schema };
}

/** A request that nobody asked for. */
export function beside(over: Partial<ProbedRequest> = {}): ProbedRequest {
  return request({ isConversation: false, tools: [], modelAsked: "claude-haiku-4-5", ...over });
}

export type ProbeOver = Partial<Omit<ProbeRecord, "steps">> & {
  /** replaces steps by their id */
  readonly steps?: Partial<Record<ProbeStep["id"], Partial<ProbeStep>>>;
  /** replaces fields of all conversation requests */
  readonly every?: Partial<ProbedRequest>;
};

/** A whole probe of a healthy client. */
export function probe(over: ProbeOver = {}): ProbeRecord {
  const { steps: replaced = {}, every = {}, ...rest } = over;
  const turn = (assistantMessages: number) => request({ assistantMessages, ...every });
  const steps: ProbeStep[] = [
    { id: "start", ending: null, requests: [] },
    { id: "text", ending: "completed", requests: [turn(0)] },
    { id: "tools", ending: "completed", requests: [turn(1), turn(2)] },
    { id: "clear", ending: "cleared", requests: [] },
    { id: "after-clear", ending: "completed", requests: [turn(0)] },
    { id: "end", ending: null, requests: [] },
  ];
  return {
    agent: "claude-code",
    version: "2.1.200",
    model: "claude-sonnet-4-6",
    betas: "forwarded",
    program: { form: "native", bytes: 240_000_000, sha256: "0".repeat(64) },
    timing: { startMs: 300, firstRequestMs: 90, firstTurnMs: 130 },
    egress: [],
    ...rest,
    steps: steps.map((step) => ({ ...step, ...replaced[step.id] })),
  };
}

/** All probes of a healthy client; `every` reaches the suppressed probe and the aliases too. */
export function probes(over: ProbeOver = {}): VersionProbes {
  const suppressedBetas = { betas: ["interleaved-thinking-2025-05-14"], ...over.every };
  const alias = (model: string | null, modelAsked: string) =>
    probe({ ...over, model, every: { modelAsked, ...over.every } });
  return {
    whole: probe(over),
    suppressed: probe({ ...over, betas: "suppressed", every: suppressedBetas }),
    aliases: [
      alias("sonnet", "claude-sonnet-5"),
      alias("opus", "claude-opus-5-5"),
      alias("haiku", "claude-haiku-4-5"),
      alias(null, "claude-opus-5-5"),
    ],
  };
}
