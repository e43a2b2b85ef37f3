import { expect, test } from "vitest";
import { describeBody } from "./requestBody.ts";

const read = describeBody;

test("features are the body's keys and what is in them, without what every request has", () => {
  const { bodyFeatures } = read({
    model: "m",
    max_tokens: 1,
    stream: true,
    metadata: {},
    system: "s",
    tools: [],
    messages: [],
    temperature: 1,
    thinking: { type: "adaptive", display: "updates" },
    context_management: { edits: [{ type: "clear_thinking_20251015", keep: "all" }] },
    output_config: { effort: "high" },
  });
  expect(bodyFeatures).toEqual([
    "context_management",
    "context_management.edits",
    "output_config",
    "output_config.effort",
    "temperature",
    "thinking",
    "thinking.display",
    "thinking.type=adaptive",
  ]);
});

const device = "0123456789abcdef".repeat(4);
test.each([
  ["JSON", JSON.stringify({ device_id: device, account_uuid: "", session_id: "5e551011" })],
  ["text of old versions", `user_${device}_account__session_5e551011`],
  ["text with an account", `user_${device}_account_acc0-11_session_5e551011`],
])("device and session are read from user_id as %s", (_form, userId) => {
  expect(read({ metadata: { user_id: userId } })).toMatchObject({
    deviceId: device,
    sessionId: "5e551011",
  });
});

test("a request that continues a thread of the vendor carries an earlier message", () => {
  const messages = [{ role: "user", content: "next" }];
  const thread = { type: "continue", previous_message_id: "msg_1" };
  expect(read({ messages, thread }).assistantMessages).toBe(1);
  expect(read({ messages, thread: { type: "create" } }).assistantMessages).toBe(0);
  expect(read({ messages: [...messages, { role: "assistant" }] }).assistantMessages).toBe(1);
});

test("a field of a foreign shape hides no other", () => {
  expect(read({ model: 7, system: { a: 1 }, tools: [{ name: "Bash" }, 3], messages: "x" })).toEqual(
    expect.objectContaining({ modelAsked: null, assistantMessages: 0 }),
  );
  expect(read({ model: "m", messages: 3, metadata: "x" })).toMatchObject({ modelAsked: "m" });
});

test("no body tells nothing", () => {
  expect(describeBody(null)).toMatchObject({ modelAsked: null, tools: [] });
});
