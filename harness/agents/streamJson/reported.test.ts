import { expect, test } from "vitest";
import type { AgentEvent } from "./events.ts";
import { answerIdsOf, versionsOf } from "./reported.ts";

function answer(messageId: string, isSynthetic = false): AgentEvent {
  return { kind: "assistant", messageId, isSynthetic, failure: null, blocks: [] };
}

test("an answer of several blocks counts once, and what the client says in the model's place not at all", () => {
  const events = [answer("a"), answer("a"), answer("made up", true), answer("b"), answer("a")];
  expect(answerIdsOf(events)).toEqual(["a", "b"]);
});

test("a version is told once however often it is said, two are two, and silence is none", () => {
  const init = (version: string | null): AgentEvent => ({ kind: "init", sessionId: null, version });
  expect(versionsOf([init("2.1.300"), answer("a"), init("2.1.300")])).toEqual(["2.1.300"]);
  expect(versionsOf([init("2.1.300"), init("2.1.301")])).toEqual(["2.1.300", "2.1.301"]);
  expect(versionsOf([init(null), answer("a")])).toEqual([]);
});
