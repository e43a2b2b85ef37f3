import { expect, test } from "vitest";
import { positionOf, workingDirectoryOf } from "./request.ts";

const reminder = {
  type: "text",
  text: "<system-reminder>\nToday's date is 2026-11-20.\n</system-reminder>",
};
const ask = (text: string) => ({
  role: "user" as const,
  content: [reminder, { type: "text", text }],
});
const call = { role: "assistant" as const, content: [{ type: "tool_use" }] };
const result = { role: "user" as const, content: [{ type: "tool_result" }, reminder] };

test("the step counts the assistant's messages since the user's last own words", () => {
  expect(positionOf([ask("Fix it.")])).toEqual({ prompt: "Fix it.", step: 0 });
  expect(positionOf([ask("Fix it."), call, result, call, result])).toEqual({
    prompt: "Fix it.",
    step: 2,
  });
});

test("an earlier turn of the same conversation does not count", () => {
  const messages = [ask("Fix it."), call, result, call, ask("And now the other."), call, result];
  expect(positionOf(messages)).toEqual({ prompt: "And now the other.", step: 1 });
});

test("system messages between the user's are not the user's", () => {
  const system = { role: "system" as const, content: [{ type: "text", text: "# Environment" }] };
  expect(positionOf([ask("Fix it."), system])).toEqual({ prompt: "Fix it.", step: 0 });
});

test("the echoes of /clear are not the user's words", () => {
  const content = [
    { type: "text", text: "<local-command-caveat>Caveat: …</local-command-caveat>" },
    {
      type: "text",
      text: "<command-name>/clear</command-name>\n<command-message>clear</command-message>",
    },
    { type: "text", text: "<local-command-stdout></local-command-stdout>" },
    { type: "text", text: "Fix it." },
  ];
  expect(positionOf([{ role: "user", content }])).toEqual({ prompt: "Fix it.", step: 0 });
});

test("a client's request to go on after a cut belongs to the user's turn", () => {
  const goOn = { role: "user" as const, content: "Output token limit hit. Resume directly" };
  expect(positionOf([ask("Fix it."), call, goOn])).toEqual({ prompt: "Fix it.", step: 1 });
});

test("a message that was split into its blocks counts once", () => {
  expect(positionOf([ask("Fix it."), call, call, result]).step).toBe(1);
});

test.each([
  [
    "Claude Code's system prompt",
    { system: [{ type: "text", text: " - Primary working directory: /w/a b\n - Is" }] },
    "/w/a b",
  ],
  ["the SDK agent's system prompt", { system: "You help.\nWorking directory: /w/a/\n" }, "/w/a"],
  [
    "a system message",
    { messages: [{ role: "system" as const, content: "Primary working directory: /w" }] },
    "/w",
  ],
  ["nowhere", { system: "You help." }, null],
])("the working directory is found in %s", (_where, given, expected) => {
  expect(workingDirectoryOf({ messages: [], system: undefined, ...given })).toBe(expected);
});
