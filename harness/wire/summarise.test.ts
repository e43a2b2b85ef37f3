import { describe, expect, test } from "vitest";
import { summarise, type ObservedRequest } from "./wire.ts";

const request: ObservedRequest = {
  method: "POST",
  path: "/v1/messages",
  startedAtMs: 0,
  firstByteMs: 1,
  status: 200,
  modelAsked: "claude-sonnet-4-5",
  modelServed: "claude-sonnet-4-5-20250929",
  betas: ["claude-code-20250219"],
  tools: ["Bash", "Read"],
  bodyFeatures: ["thinking"],
  assistantMessages: 0,
  maxTokens: 32_000,
  userAgent: "claude-cli/2.1.328 (external, sdk-cli)",
  deviceId: "d00d",
  sessionId: "s-1",
  sendsSessionHeader: true,
  usage: {
    inputTokens: 1_000_000,
    outputTokens: 1_000_000,
    cacheReadTokens: 1_000_000,
    cacheCreationTokens: 1_000_000,
  },
  failure: null,
  messageId: "msg_1",
  stopReason: "end_turn",
  requestId: null,
  fingerprint: { hash: "f1", client: "c1", parts: { system: "aaaa" } },
  texts: [],
  body: null,
  raw: null,
};
const title = {
  ...request,
  modelAsked: "claude-haiku-4-5",
  modelServed: "claude-haiku-4-5",
  tools: [],
  bodyFeatures: ["temperature"],
  betas: ["hidden-2026-01-01"],
  fingerprint: { hash: "f2", client: "c2", parts: { system: "bbbb" } },
};

test("no request gives no summary", () => {
  expect(summarise([])).toBeNull();
});

test("betas, tools and features are the union over the requests", () => {
  const later = {
    ...request,
    betas: ["effort-2025-11-24"],
    tools: ["Bash", "Edit"],
    bodyFeatures: ["output_config"],
  };
  expect(summarise([request, later])).toMatchObject({
    requests: 2,
    betas: ["claude-code-20250219", "effort-2025-11-24"],
    tools: ["Bash", "Edit", "Read"],
    bodyFeatures: ["output_config", "thinking"],
  });
});

test("tokens from every kind of cache count as read, and each kind has its own price", () => {
  expect(summarise([request])).toMatchObject({ inputTokens: 3_000_000, outputTokens: 1_000_000 });
  expect(summarise([request])?.costUsd).toBeCloseTo(3 + 15 + 0.3 + 3.75, 10);
});

test("a model without a known price costs 0", () => {
  const unknown = { ...request, modelAsked: "my-local-model", modelServed: "my-local-model" };
  expect(summarise([unknown])?.costUsd).toBe(0);
});

describe("the context that the replay began with", () => {
  const carrying = { ...request, assistantMessages: 4 };
  const probe = { ...request, maxTokens: 1 };
  const count = { ...request, path: "/v1/messages/count_tokens", tools: [] };
  test.each([
    ["a conversation in an empty context", [request, carrying], 0],
    ["a first request that carries messages", [carrying, request], 4],
    ["a title request before it", [title, carrying], 4],
    ["a token count before it", [count, carrying], 4],
    ["a probe with one token before it", [probe, carrying], 4],
    ["an agent without tools", [probe, { ...carrying, tools: [] }], 4],
  ])("is read from the conversation: %s", (_name, requests, carried) => {
    expect(summarise(requests)?.carriedAssistantMessages).toBe(carried);
  });
});

test("side requests lend their betas and their cost, but no model, feature or system prompt", () => {
  const summary = summarise([title, request]);
  expect(summary).toMatchObject({
    requests: 2,
    modelsAsked: ["claude-sonnet-4-5"],
    modelsServed: ["claude-sonnet-4-5-20250929"],
    betas: ["claude-code-20250219", "hidden-2026-01-01"],
    bodyFeatures: ["thinking"],
    systemHash: "aaaa",
  });
  expect(summary?.costUsd).toBeGreaterThan(summarise([request])?.costUsd ?? Infinity);
});

test.each([
  ["claude-cli/2.1.328 (external, sdk-cli)", "2.1.328"],
  ["sametwice-agent/1.2.0", "1.2.0"],
  ["curl/8.5.0", null],
])("user agent %s is client version %s", (userAgent, version) => {
  expect(summarise([{ ...request, userAgent }])?.clientVersion).toBe(version);
});

test("two clients in one replay are both named, an unknown one too", () => {
  const other = { ...request, userAgent: "claude-cli/2.1.300" };
  const unknown = { ...request, userAgent: "curl/8.5.0" };
  expect(summarise([request, other])?.clientVersion).toBe("2.1.300, 2.1.328");
  expect(summarise([request, unknown])?.clientVersion).toBe("2.1.328, unknown");
});
