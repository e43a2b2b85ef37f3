import { expect, test } from "vitest";
import type { WireSummary } from "../record/record.ts";
import { attest, type EarlierReplay, type Expectation } from "./wire.ts";

const expectation: Expectation = {
  processId: "lane-s02",
  cliVersion: "2.1.328",
  betasSuppressed: false,
  model: "claude-sonnet-4-5",
  emptyContext: true,
  newProcess: true,
  freshDevice: true,
};
const summary: WireSummary = {
  requests: 3,
  modelsAsked: ["claude-sonnet-4-5"],
  modelsServed: ["claude-sonnet-4-5-20250929"],
  betas: ["claude-code-20250219", "context-management-2025-06-27"],
  tools: ["Bash"],
  bodyFeatures: [],
  systemHash: "aaaa",
  userAgent: "claude-cli/2.1.328",
  clientVersion: "2.1.328",
  carriedAssistantMessages: 0,
  deviceId: "device-two",
  inputTokens: 1,
  outputTokens: 1,
  costUsd: 0,
};
const earlier: readonly EarlierReplay[] = [{ processId: "lane-s01", deviceId: "device-one" }];

test("a strategy that took effect is attested with a piece of evidence for each promise", () => {
  const attestation = attest(expectation, summary, earlier);
  expect(attestation).toEqual({
    kind: "attested",
    evidence: [
      "every request came from client version 2.1.328",
      "every request asked for claude-sonnet-4-5 and was served claude-sonnet-4-5-20250929",
      "betas were forwarded: claude-code-20250219, context-management-2025-06-27",
      "the first request carried no earlier message",
      "the requests came through the address of process lane-s02, used by no other",
      "device device-two… was not seen before in this lane",
    ],
  });
});

test.each<[string, Partial<Expectation>, Partial<WireSummary>, string]>([
  ["another version", {}, { clientVersion: "2.1.329" }, "client version is 2.1.329, not 2.1.328"],
  ["two versions", {}, { clientVersion: "2.1.328, 2.1.329" }, "client version is 2.1.328, 2.1.329"],
  ["no version", {}, { clientVersion: null }, "client version is not told"],
  [
    "a remapped model",
    {},
    { modelsAsked: ["claude-opus-5-5", "claude-sonnet-4-5"] },
    "asked for model claude-opus-5-5, not claude-sonnet-4-5",
  ],
  ["unread bodies", {}, { modelsAsked: [] }, "asked for model unknown"],
  ["another model served", {}, { modelsServed: ["claude-haiku-4-5"] }, "served claude-haiku-4-5"],
  [
    "a model of a longer name served",
    { model: "claude-sonnet-4" },
    { modelsAsked: ["claude-sonnet-4"], modelsServed: ["claude-sonnet-4-5"] },
    "served claude-sonnet-4-5",
  ],
  [
    "a beta that got through",
    { betasSuppressed: true },
    {},
    "betas were not suppressed: context-management-2025-06-27",
  ],
  ["a fake /clear", {}, { carriedAssistantMessages: 2 }, "carried 2 earlier assistant message(s)"],
  ["a process used before", { processId: "lane-s01" }, {}, "process lane-s01 already played"],
  ["a device seen before", {}, { deviceId: "device-one" }, "device device-one… was seen before"],
  ["no device", {}, { deviceId: null }, "no request told a device id"],
])("%s is not attested", (_name, changedExpectation, changedSummary, reason) => {
  const attestation = attest(
    { ...expectation, ...changedExpectation },
    { ...summary, ...changedSummary },
    earlier,
  );
  expect(attestation).toEqual({ kind: "unattested", reason: expect.stringContaining(reason) });
});

test("every broken promise is named", () => {
  const broken = { ...summary, clientVersion: "2.0.76", carriedAssistantMessages: 2 };
  expect(attest(expectation, broken, earlier)).toMatchObject({
    reason: expect.stringMatching(/^client version .*; the first request carried/),
  });
});

test("what was not promised is not required", () => {
  const lax: Expectation = {
    ...expectation,
    cliVersion: null,
    emptyContext: false,
    newProcess: false,
    freshDevice: false,
  };
  const anything = {
    ...summary,
    clientVersion: null,
    carriedAssistantMessages: 9,
    deviceId: "device-one",
  };
  expect(attest(lax, anything, [{ processId: lax.processId, deviceId: "device-one" }]).kind).toBe(
    "attested",
  );
});

test.each([
  [["claude-code-20250219", "interleaved-thinking-2025-05-14"], "attested"],
  [["claude-code-20250219", "effort-2025-11-24", "oauth-2025-04-20"], "attested"],
  [[], "attested"],
  [["extended-cache-ttl-2025-04-11"], "unattested"],
  [["context-1m-2025-08-07"], "unattested"],
])("with suppressed betas %j is %s", (betas, kind) => {
  const suppressed = { ...expectation, betasSuppressed: true };
  expect(attest(suppressed, { ...summary, betas }, earlier).kind).toBe(kind);
});

test.each([
  ["claude-sonnet-4-5", "claude-sonnet-4-5", "claude-sonnet-4-5"],
  ["claude-sonnet-4-0", "claude-sonnet-4-0", "claude-sonnet-4-20250514"],
  ["claude-sonnet-4-5[1m]", "claude-sonnet-4-5", "claude-sonnet-4-5-20250929"],
  ["my-local-model", "my-local-model", "my-local-model"],
])(
  "model %s, asked as %s and served as %s, is the model that was promised",
  (model, asked, served) => {
    const seen = { ...summary, modelsAsked: [asked], modelsServed: [served] };
    expect(attest({ ...expectation, model }, seen, earlier).kind).toBe("attested");
  },
);

test("no request, or none that was answered, is unobserved", () => {
  expect(attest(expectation, null, [])).toEqual({
    kind: "unobserved",
    reason: "no request was seen on the wire",
  });
  expect(attest(expectation, { ...summary, modelsServed: [] }, []).kind).toBe("unobserved");
});
