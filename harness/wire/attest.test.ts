import { expect, test } from "vitest";
import {
  attested,
  betas,
  later,
  request,
  saying,
  stable,
  userSays,
  type Case,
} from "./testing/watched.ts";

const side = { ...request, tools: [], maxTokens: 1, path: "/v1/messages/count_tokens" };
const unread = { body: null, modelAsked: null, tools: [] } as const;
const suppressed = { mode: "suppressed", expected: stable } as const;

test.each<[string, Case, string]>([
  [
    "a program that cannot be told",
    { process: { programSha256: null } },
    "which program runs cannot be told",
  ],
  [
    "a program that was replaced",
    { process: { programSha256: "e".repeat(64) } },
    "the program has the hash eeeeeeeeeeee…, not ffffffffffff… as installed",
  ],
  [
    "another version in system/init",
    { process: { reportedVersions: ["2.1.328", "2.1.329"] } },
    "the process says it is version 2.1.329, not 2.1.328",
  ],
  [
    "another version in one user agent",
    { requests: [request, { ...later, userAgent: "claude-cli/2.1.329" }] },
    "request 2 of 2 (POST /v1/messages) came from client version 2.1.329, not 2.1.328",
  ],
  [
    "no version",
    { requests: [{ ...request, userAgent: "curl/8" }] },
    "told no client version, not 2.1.328",
  ],
  [
    "a remapped model",
    { requests: [request, { ...later, modelAsked: "claude-opus-5-5" }] },
    "request 2 of 2 (POST /v1/messages) asked for model claude-opus-5-5, not claude-sonnet-4-5",
  ],
  [
    "another model served",
    { requests: [request, { ...later, modelServed: "claude-haiku-4-5" }] },
    "request 2 of 2 (POST /v1/messages) got claude-haiku-4-5 for claude-sonnet-4-5",
  ],
  [
    "a model of a longer name served",
    {
      expected: { model: "claude-sonnet-4" },
      requests: [{ ...request, modelAsked: "claude-sonnet-4", modelServed: "claude-sonnet-4-5" }],
    },
    "got claude-sonnet-4-5 for claude-sonnet-4",
  ],
  [
    "a beta that got through",
    {
      expected: { betas: suppressed },
      requests: [{ ...request, betas: [...betas, ...stable] }],
    },
    "request 1 of 1 (POST /v1/messages) carried context-management-2025-06-27, which was to be",
  ],
  [
    "a beta on a hidden request",
    {
      expected: { betas: suppressed },
      requests: [{ ...request, betas: stable }, side],
    },
    "request 2 of 2 (POST /v1/messages/count_tokens) carried context-management-2025-06-27",
  ],
  [
    "a beta that was dropped on the way",
    { requests: [request, { ...later, betas: ["claude-code-20250219"] }] },
    "request 2 of 2 (POST /v1/messages) lacked beta context-management-2025-06-27",
  ],
  [
    "a beta that was added on the way, though nothing was measured before",
    {
      expected: { betas: { mode: "forwarded", expected: null } },
      requests: [request, { ...later, betas: [...betas, "extra-2026-01-01"] }],
    },
    "added beta extra-2026-01-01",
  ],
  [
    "a fake /clear",
    { requests: [{ ...request, assistantMessages: 2 }] },
    "carried 2 earlier assistant message(s)",
  ],
  [
    "a /clear that keeps what the user said",
    { requests: [saying([userSays("One."), userSays("Two.")])] },
    "carried 1 earlier user message(s)",
  ],
  [
    "a prompt of an earlier replay in the message of this one",
    {
      requests: [saying([userSays("One.", "Two.")])],
      expected: { prompt: "Two." },
      earlier: [{ processId: "lane-s01", deviceId: null, prompts: ["One."] }],
    },
    "request 1 of 1 (POST /v1/messages) carried the prompt of an earlier replay",
  ],
  [
    "a prompt that is played again and sent twice",
    {
      requests: [saying([userSays("One.", "One.")])],
      expected: { prompt: "One." },
      earlier: [{ processId: "lane-s01", deviceId: null, prompts: ["One."] }],
    },
    "carried the prompt of an earlier replay",
  ],
  [
    "an empty first request and a second with more than was answered",
    { requests: [request, { ...later, assistantMessages: 3 }] },
    "request 2 of 2 (POST /v1/messages) carried 2 earlier assistant message(s)",
  ],
  [
    "a context that was not kept where it should be",
    {
      expected: { emptyContext: false, newProcess: false, freshDevice: false },
      earlier: [{ processId: "lane-s02", deviceId: "device-two" }],
    },
    "the context was not kept: request 1 of 2 (POST /v1/messages) carried none of it",
  ],
  ["a /clear that the client denies", { clearFailure: "Unknown skill" }, "Unknown skill"],
  [
    "a process used before",
    { expected: { processId: "lane-s01" } },
    "process lane-s01 already played",
  ],
  [
    "two sessions at one address",
    { requests: [request, { ...later, sessionId: "other" }] },
    "request 2 of 2 (POST /v1/messages) came from client session other, others at the address of process lane-s02 from session",
  ],
  [
    "a device seen before",
    { earlier: [{ processId: "lane-s01", deviceId: "device-two" }] },
    "device device-two was seen before",
  ],
  ["no device", { requests: [{ ...request, deviceId: null }] }, "no request told a device id"],
  [
    "a device that changes within a lane that is one",
    { expected: { freshDevice: false } },
    "requests 1-2 of 2 (POST /v1/messages) came from device device-two, not device-one",
  ],
  [
    "two devices in one replay",
    { requests: [request, { ...later, deviceId: "device-three" }] },
    "request 2 of 2 (POST /v1/messages) came from device device-three, not device-two",
  ],
  [
    "an answer that never passed the recorder",
    { process: { answerIds: ["msg_1", "msg_9"] } },
    "1 of 2 answers of the agent never passed the recorder (msg_9)",
  ],
  [
    "a way past the recorder",
    { process: { egress: [{ target: "api.anthropic.com:443", atMs: 1 }] } },
    "it tried to reach api.anthropic.com:443 past the recorder",
  ],
  [
    "an answer that was read by nobody",
    { requests: [request, { ...later, modelServed: null, messageId: null }] },
    "request 2 of 2 (POST /v1/messages) got an answer that does not tell its model",
  ],
  [
    "a replay whose answers all came from elsewhere",
    { requests: [], process: { answerIds: ["msg_9"] } },
    "1 of 1 answers of the agent never passed the recorder",
  ],
  [
    "a single request that could not be read",
    { requests: [{ ...request, ...unread, failure: "it was 41 MB; too long" }] },
    "request 1 of 1 (POST /v1/messages) could not be read: it was 41 MB, too long",
  ],
  [
    "a body that was too long to be read",
    { requests: [request, { ...later, ...unread, failure: "a request of 41 MB was too long" }] },
    "request 2 of 2 (POST /v1/messages) could not be read: a request of 41 MB was too long",
  ],
])("%s is not attested, and that is the only reason", (_what, changes, reason) => {
  const attestation = attested(changes);
  expect(attestation).toMatchObject({
    kind: "unattested",
    reason: expect.stringContaining(reason),
  });
  expect(attestation).toMatchObject({ reason: expect.not.stringContaining("; ") });
});

test("everything that is wrong is told, each with all the requests that are", () => {
  const old = { ...request, userAgent: "claude-cli/2.1.1" };
  const requests = [old, old, { ...later, assistantMessages: 2 }, old].map((one, index) => ({
    ...one,
    messageId: `msg_${index}`,
  }));
  expect(attested({ requests, clearFailure: "an error; another" })).toEqual({
    kind: "unattested",
    reason:
      "requests 1-2, 4 of 4 (POST /v1/messages) came from client version 2.1.1, not 2.1.328; /clear did not take effect: an error, another",
  });
});
