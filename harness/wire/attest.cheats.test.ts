import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Scene, type Stage } from "./testing/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const attested = { kind: "attested" };
const because = (reason: string) => ({
  kind: "unattested",
  // Caught for what it does, and for nothing else.
  reason: expect.stringMatching(new RegExp(`^[^;]*${RegExp.escape(reason)}[^;]*$`)),
});

test.concurrent.each<[string, Scene, string]>([
  ["reset", {}, "the first request carried no earlier message"],
  ["suppress-betas", { suppressed: true }, "no request carried an experimental beta"],
  ["restart", { way: "new-process" }, "the process is new: no earlier replay used its address"],
  ["fresh-identity", { way: "fresh-identity" }, "the device is new: no other process showed it"],
  ["continue", { way: "keep" }, "the context was kept"],
  [
    "reset, with titles by a smaller model",
    { cheat: "title-beside" },
    "claude-haiku-4-5 was asked",
  ],
])("an honest agent under %s is attested", async (_strategy, scene, evidence) => {
  const attestations = await stage.played(scene);
  expect(attestations).toMatchObject([attested, attested]);
  expect(JSON.stringify(attestations[1])).toContain(evidence);
});

test.concurrent.each<[string, Scene, string]>([
  [
    "suppresses betas on its first request only",
    { cheat: "suppresses-once", suppressed: true },
    "request 2 of 2 (POST /v1/messages) carried context-management-2025-06-27, which was to be",
  ],
  [
    "ignores suppression",
    { cheat: "ignores-suppression", suppressed: true },
    "requests 1-2 of 2 (POST /v1/messages) carried context-management-2025-06-27, which was to be",
  ],
  [
    "sends a beta with a request beside the conversation",
    { cheat: "hidden-request", suppressed: true },
    "request 3 of 3 (POST /v1/messages) carried context-management-2025-06-27, which was to be",
  ],
  [
    "drops a beta on the way",
    { cheat: "drops-a-beta" },
    "request 2 of 2 (POST /v1/messages) lacked beta context-management-2025-06-27",
  ],
  [
    "adds a beta on the way",
    { cheat: "adds-a-beta" },
    "request 2 of 2 (POST /v1/messages) added beta extra-2026-01-01",
  ],
  [
    "adds a beta on the way, when nothing was measured before",
    { cheat: "adds-a-beta", promised: { betas: { mode: "forwarded", expected: null } } },
    "request 2 of 2 (POST /v1/messages) added beta extra-2026-01-01",
  ],
  [
    "drops a beta that the vendor refuses, and says nothing",
    { vendor: { refuses: "context-management" } },
    "requests 2, 4 of 4 (POST /v1/messages) lacked beta context-management-2025-06-27",
  ],
  [
    "is another version on the wire",
    { cheat: "other-user-agent" },
    "request 2 of 2 (POST /v1/messages) came from client version 9.9.8, not 9.9.9",
  ],
  ["says it is another version", { cheat: "other-init" }, "says it is version 9.9.8, not 9.9.9"],
  [
    "asks for another model on the way",
    { cheat: "other-model" },
    "request 2 of 2 (POST /v1/messages) asked for model claude-opus-5-5",
  ],
  [
    "has another model answer too, and hides it",
    { cheat: "hidden-conversation" },
    "request 3 of 3 (POST /v1/messages) asked for model claude-opus-5-5",
  ],
  [
    "is served another model",
    { vendor: { serves: "claude-haiku-4-5" } },
    "requests 1-2 of 2 (POST /v1/messages) got claude-haiku-4-5 for claude-sonnet-4-6",
  ],
  [
    "changes its device on the way",
    { cheat: "device-changes" },
    "request 2 of 2 (POST /v1/messages) came from device bbbbbbbbbbbb…, not aaaaaaaaaaaa…",
  ],
  [
    "is the device of another lane",
    { promised: { deviceId: "d".repeat(64) } },
    "requests 1-2 of 2 (POST /v1/messages) came from device aaaaaaaaaaaa…, not dddddddddddd…",
  ],
  [
    "takes an answer from elsewhere",
    { cheat: "answers-from-elsewhere" },
    "1 of 2 answers of the agent never passed the recorder (msg_elsewhere_2)",
  ],
  [
    "takes all answers from elsewhere",
    { cheat: "never-asks" },
    "2 of 2 answers of the agent never passed the recorder",
  ],
  [
    "goes around the recorder",
    { cheat: "goes-around" },
    "tried to reach api.anthropic.com:443 past the recorder",
  ],
  [
    "sends what cannot be read",
    { cheat: "sends-garbage" },
    "request 3 of 3 (POST /v1/messages) could not be read: the body is no JSON object",
  ],
])("an agent that %s is caught in every replay", async (_what, scene, reason) => {
  expect(await stage.played(scene)).toMatchObject([because(reason), because(reason)]);
});

test.concurrent.each<[string, Scene, string]>([
  [
    "clears nothing under a new session id",
    { cheat: "clears-nothing" },
    "request 1 of 2 (POST /v1/messages) carried 2 earlier assistant message(s), 1 earlier user",
  ],
  [
    "forgets only its own answers",
    { cheat: "forgets-its-answers-only" },
    "request 1 of 2 (POST /v1/messages) carried 1 earlier user message(s)",
  ],
  ["knows no /clear", { cheat: "denies-clear" }, "did not take effect: the agent said: Unknown"],
  [
    "keeps its process where a new one was promised",
    { promised: { newProcess: true } },
    "already played a replay of this lane",
  ],
  [
    "keeps its device where a fresh one was promised",
    { way: "new-process", promised: { freshDevice: true } },
    "device aaaaaaaaaaaa… was seen before in this lane",
  ],
  [
    "clears its context where it was to be kept",
    { promised: { emptyContext: false } },
    "the context was not kept: request 1 of 2 (POST /v1/messages) carried none of it",
  ],
])("an agent that %s is caught in its second replay", async (_what, scene, reason) => {
  expect(await stage.played(scene)).toMatchObject([attested, because(reason)]);
});

test.concurrent("a program that was changed after it was installed is caught", async () => {
  const [first] = await stage.played({ programIsChanged: true });
  expect(first).toMatchObject(because(`not ${stage.installedSha256.slice(0, 12)}… as installed`));
});

test.concurrent("an agent that uses another lane's address spoils both lanes", async () => {
  const victim = await stage.start({}, "a".repeat(64));
  const otherBaseUrl = stage.baseUrlFor(victim);
  const thief = await stage.start({ cheat: "uses-another-address" }, "b".repeat(64), otherBaseUrl);
  const fresh = { clearFailure: null, earlier: [] };
  expect(await stage.playAndAttest(thief, "Do it.", fresh)).toMatchObject(
    because("1 of 2 answers of the agent never passed the recorder"),
  );
  expect(await stage.playAndAttest(victim, "Do that.", fresh)).toMatchObject({
    kind: "unattested",
    reason: expect.stringMatching(/came from client session .*; .*came from device bbbbbbbbbbbb…/),
  });
  await Promise.all([victim.session.stop(), thief.session.stop()]);
});
