import { expect, test } from "vitest";
import type { Attestation } from "../record/record.ts";
import type { ObservedRequest } from "./types.ts";
import {
  attested,
  betas,
  request,
  saying,
  stable,
  userSays,
  type Case,
} from "./testing/watched.ts";

test("a strategy that took effect is attested with a piece of evidence for each promise", () => {
  expect(attested()).toEqual({
    kind: "attested",
    evidence: [
      "the program is the one that was installed (sha256 ffffffffffff…)",
      "process and every request say version 2.1.328",
      "the whole conversation asked for claude-sonnet-4-5 and was served claude-sonnet-4-5-20250929",
      "every request of the conversation carried claude-code-20250219, context-management-2025-06-27, as measured before the run",
      "the context was empty: a process without earlier replays",
      "all requests came from one client session",
      "the process is new: no earlier replay used its address",
      "the device is new: no other process showed it",
      "every answer that the agent reported passed the recorder",
      "nothing was tried past the recorder",
    ],
  });
});

test("what was not promised is not asked for, and what could not be checked is told", () => {
  const attestation = attested({
    expected: {
      cliVersion: null,
      programSha256: null,
      betas: { mode: "forwarded", expected: null },
      emptyContext: false,
      newProcess: false,
      freshDevice: false,
      flags: "frozen",
    },
    requests: [{ ...request, assistantMessages: 4, userAgent: "x", deviceId: "device-one" }],
    process: { answerIds: [] },
  });
  expect(attestation).toEqual({
    kind: "attested",
    evidence: [
      "no version was promised",
      "vacuous: the client was told to leave its feature flags off, which no request shows",
      "the whole conversation asked for claude-sonnet-4-5 and was served claude-sonnet-4-5-20250929",
      "every request of the conversation carried claude-code-20250219, context-management-2025-06-27, like the first",
      "which betas are to be forwarded was not measured",
      "vacuous: there was no context yet that could have been kept",
      "all requests came from one client session",
      "every request came from the lane's own device",
      "the agent does not tell the ids of its answers: one from elsewhere would not be noticed",
      "nothing was tried past the recorder",
    ],
  });
});

const plain = { requests: [{ ...request, betas: stable }] };

test.each<[string, Case, string]>([
  [
    "the first replay of a lane",
    { earlier: [] },
    "vacuous: the process is new, and so is its lane",
  ],
  ["the first device of a lane", { earlier: [] }, "vacuous: the device is new, and so is its lane"],
  [
    "a client without experimental betas that forwards them",
    { ...plain, expected: { betas: { mode: "forwarded", expected: stable } } },
    "vacuous: this client has no experimental beta to forward",
  ],
  [
    "a client without experimental betas that suppresses them",
    {
      ...plain,
      expected: { betas: { mode: "suppressed", expected: stable, unsuppressed: stable } },
    },
    "vacuous: this client has no experimental beta to suppress",
  ],
])("%s keeps a promise that it could not break, and says so", (_what, changes, evidence) => {
  expect(evidenceOf(attested(changes))).toContain(evidence);
});

test("a client that suppressed something says nothing of a vacuum", () => {
  const betasOf = { mode: "suppressed", expected: stable, unsuppressed: betas } as const;
  const evidence = evidenceOf(attested({ ...plain, expected: { betas: betasOf } }));
  expect(evidence).toContain("no request carried an experimental beta");
  expect(evidence.join()).not.toContain("vacuous");
});

test("what a tool or a known habit of the version tried is evidence, not a contradiction", () => {
  const targets = [
    "api.anthropic.com:443",
    "raw.githubusercontent.com:443",
    "claude.ai.example:443",
  ];
  const tools = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}.example:443`);
  const evidence = evidenceOf(
    attested({
      expected: { knownEgress: ["api.anthropic.com", "raw.githubusercontent.com:443"] },
      process: { egress: [...targets, ...tools].map((target) => ({ target, atMs: 1 })) },
    }),
  );
  expect(evidence.slice(-2)).toEqual([
    "refused, as known of this version: api.anthropic.com:443, raw.githubusercontent.com:443",
    "refused, as no business of the vendor: a.example:443, b.example:443, c.example:443, claude.ai.example:443, d.example:443 and 2 more",
  ]);
});

test("sub-agents, warm-ups and titles are no part of the conversation, and their models are named", () => {
  const prompt = [userSays({ sha256: "a", characters: 9 }, "Do it.")];
  const others: Partial<ObservedRequest>[] = [
    { tools: [], maxTokens: 512 },
    { body: { frame: "{}", messages: [userSays("Look around.")] } },
    { path: "/v1/messages/count_tokens" },
  ];
  const requests = [
    saying(prompt),
    ...others.map((other) =>
      saying(prompt, { ...other, messageId: "msg_9", modelAsked: "claude-haiku-4-5", betas: [] }),
    ),
    saying(prompt, { messageId: "msg_2", assistantMessages: 1 }),
  ];
  const evidence = evidenceOf(attested({ requests, process: { answerIds: ["msg_1", "msg_2"] } }));
  expect(evidence).toContain("beside it, claude-haiku-4-5 was asked");
});

test("an empty answer that the agent never reported still belongs to the conversation", () => {
  const requests = [
    saying([userSays("Do it.")], { messageId: "msg_empty" }),
    saying([userSays("Do it."), userSays("You said nothing.")], { assistantMessages: 1 }),
  ];
  expect(attested({ requests, process: { answerIds: ["msg_1"] } }).kind).toBe("attested");
});

test("a prompt of two turns that is played again is no earlier message", () => {
  const requests = [
    saying([userSays("Do it.")]),
    saying([userSays("Do it."), userSays("Test it.")], {
      messageId: "msg_2",
      assistantMessages: 1,
    }),
  ];
  const earlier = [{ processId: "a", deviceId: null, prompts: ["Do it.", "Test it."] }];
  const attestation = attested({ requests, earlier, expected: { prompt: "Do it." } });
  expect(attestation.kind).toBe("attested");
});

test("a prompt that is played again, and traces of /clear, are no earlier message", () => {
  const traces = ["<command-name>/clear</command-name>", { sha256: "a", characters: 3 }];
  const attestation = attested({
    requests: [saying([userSays(...traces), userSays("Fix it, then test.")])],
    expected: { prompt: "Fix it, then test." },
    earlier: [{ processId: "lane-s01", deviceId: null, prompts: ["Fix it", "Fix it, then test."] }],
  });
  expect(attestation.kind).toBe("attested");
});

test("the suffix for a larger context is no other model, and -latest may be served under its date", () => {
  expect(attested({ expected: { model: "claude-sonnet-4-5[1m]" } }).kind).toBe("attested");
  const model = "claude-3-7-sonnet-latest";
  const requests = [
    {
      ...request,
      modelAsked: model,
      modelServed: "claude-3-7-sonnet-20250219",
      messageId: "msg_1",
    },
  ];
  expect(attested({ expected: { model }, requests, process: { answerIds: [] } }).kind).toBe(
    "attested",
  );
});

test.each([
  ["no request", []],
  ["no answer that names its model", [{ ...request, modelServed: null }]],
])("with %s nothing was observed", (_what, requests) => {
  expect(attested({ requests, process: { answerIds: [] } }).kind).toBe("unobserved");
});

function evidenceOf(attestation: Attestation): readonly string[] {
  return attestation.kind === "attested" ? attestation.evidence : [`? ${attestation.kind}`];
}

test("a fresh device belongs to its process: later replays of that process may show it again", () => {
  const attestation = attested({
    expected: { newProcess: false },
    earlier: [{ processId: "lane-s02", deviceId: "device-two" }],
  });
  expect(attestation).toMatchObject({ kind: "attested" });
  expect(JSON.stringify(attestation)).toContain("the device is new");
});
