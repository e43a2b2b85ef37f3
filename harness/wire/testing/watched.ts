import type { Attestation } from "../../record/record.ts";
import { summarise } from "../summarise.ts";
import type { ObservedRequest, ProcessSighting } from "../types.ts";
import { attest, type EarlierReplay, type Expectation } from "../wire.ts";

/** Sorted, one of them experimental. */
export const betas = ["claude-code-20250219", "context-management-2025-06-27"];
/** What suppression leaves. */
export const stable = ["claude-code-20250219", "interleaved-thinking-2025-05-14"];
/** A strategy that promises everything. */
const expectation: Expectation = {
  processId: "lane-s02",
  cliVersion: "2.1.328",
  programSha256: "f".repeat(64),
  model: "claude-sonnet-4-5",
  betas: { mode: "forwarded", expected: betas },
  emptyContext: true,
  newProcess: true,
  freshDevice: true,
  knownEgress: ["raw.githubusercontent.com:443"],
};
/** The first request of a conversation. */
export const request: ObservedRequest = {
  method: "POST",
  path: "/v1/messages",
  startedAtMs: 0,
  firstByteMs: 1,
  status: 200,
  failure: null,
  modelAsked: "claude-sonnet-4-5",
  modelServed: "claude-sonnet-4-5-20250929",
  messageId: "msg_1",
  stopReason: "end_turn",
  requestId: null,
  usage: null,
  betas,
  userAgent: "claude-cli/2.1.328 (external, sdk-cli)",
  fingerprint: { hash: "h", client: "c", parts: {} },
  texts: [],
  tools: ["Bash"],
  bodyFeatures: [],
  assistantMessages: 0,
  maxTokens: 32_000,
  deviceId: "device-two",
  sessionId: "session",
  sendsSessionHeader: true,
  body: { frame: "{}", messages: [] },
  raw: null,
};
/** The second. */
export const later = { ...request, messageId: "msg_2", assistantMessages: 1 };
const earlier: readonly EarlierReplay[] = [{ processId: "lane-s01", deviceId: "device-one" }];

/** What is different from a replay in order of a strategy that promises everything. */
export type Case = {
  readonly expected?: Partial<Expectation>;
  readonly requests?: readonly ObservedRequest[];
  /** the agent reports all answers of its requests by default */
  readonly process?: Partial<ProcessSighting>;
  readonly clearFailure?: string;
  readonly earlier?: readonly EarlierReplay[];
};

/** Attests a replay of two requests that has everything in order but for the changes. */
export function attested(changes: Case = {}): Attestation {
  const requests = changes.requests ?? [request, later];
  return attest(
    { ...expectation, ...changes.expected },
    {
      requests,
      summary: summarise(requests),
      process: {
        reportedVersions: ["2.1.328"],
        programSha256: "f".repeat(64),
        answerIds: requests.flatMap(({ messageId }) => messageId ?? []),
        egress: [],
        ...changes.process,
      },
      clearFailure: changes.clearFailure ?? null,
    },
    changes.earlier ?? earlier,
  );
}

/** A message of the user as it is recorded. */
export function userSays(...texts: readonly unknown[]): string {
  return JSON.stringify({ role: "user", content: texts.map((text) => ({ type: "text", text })) });
}

/** A request with these messages. */
export function saying(
  messages: readonly string[],
  more: Partial<ObservedRequest> = {},
): ObservedRequest {
  return { ...request, body: { frame: "{}", messages }, ...more };
}
