import { expect, test } from "vitest";
import { createEventReader } from "./answerEvents.ts";
import { createObserver } from "./observe.ts";
import { readMessages } from "./readMessages.ts";
import { traceOf } from "./traceOf.ts";

const key = "sk-ant-test-0000-secret";

/** One exchange with a body. */
function exchange(body: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    method: "POST",
    path: "/v1/messages",
    requestHeaders: { "user-agent": "claude-cli/2.1.328 (external, sdk-cli)", ...headers },
    responseHeaders: { "request-id": "req_1" },
    startedAtMs: 0,
    exchange: {
      requestBody: Buffer.from(text),
      firstByteMs: 1,
      status: 200,
      responseHeaders: {},
      answer: createEventReader("json").end(),
      failure: null,
    },
  };
}

/** What a client sends first from a place of its own. */
function request(place: string, changes: Record<string, unknown> = {}) {
  const id = "0b2c9d1e-1111-4222-8333-0123456789ab".replace(
    "0b2c",
    place.slice(-4).padStart(4, "0"),
  );
  return {
    model: "claude-sonnet-4-6",
    max_tokens: 32000,
    thinking: { type: "enabled", budget_tokens: 31999 },
    metadata: { user_id: `{"device_id":"${place}","session_id":"${id}"}` },
    system: [
      { type: "text", text: `x-anthropic-billing-header: cc_version=2.1.328.${place.length};` },
      {
        type: "text",
        text:
          "You are an agent. Memory: /home/" +
          place +
          "/.claude/projects/-tmp-" +
          place +
          "/memory/",
      },
    ],
    tools: [
      {
        name: "Bash",
        description: `Runs in /tmp/${place}/claude-0/x/tasks`,
        input_schema: {
          type: "object",
          properties: { command: { type: "string", description: "what to run" } },
        },
      },
    ],
    messages: [
      {
        role: "user",
        content: [
          {
            type: "text",
            text: `<system-reminder>\n# Environment\n - Primary working directory: /tmp/${place}/work\n - OS Version: Linux 6.${place.length}\n</system-reminder>`,
          },
          {
            type: "text",
            text: `<system-reminder>\nToday's date is 2026-11-2${place.length % 10}.\n</system-reminder>`,
          },
          {
            type: "text",
            text: `<system-reminder>\n<total_tokens>${place.length} tokens left</total_tokens>\n</system-reminder>`,
          },
          { type: "text", text: "Fix it." },
        ],
      },
    ],
    ...changes,
  };
}

const observe = createObserver({ keepRaw: false, secrets: [key] });
const partsOf = (body: unknown, headers?: Record<string, string>) =>
  observe(exchange(body, headers)).fingerprint.parts;

test("places, dates, ids and counts of tokens make no difference", () => {
  const one = observe(exchange(request("a"))).fingerprint;
  const other = observe(exchange(request("somewhere-else"))).fingerprint;
  expect(other.parts).toEqual(one.parts);
  expect(other).toEqual(one);
});

test.each([
  ["a beta", {}, { "anthropic-beta": "x-2026-01-01" }, ["betas.x-2026-01-01"]],
  ["a system prompt", { system: "You are another agent." }, {}, ["system", "system.blocks"]],
  [
    "a tool's description",
    { tools: [{ name: "Bash", description: "Runs", input_schema: {} }] },
    {},
    ["tools.Bash"],
  ],
  ["another tool", { tools: [] }, {}, ["tools.Bash"]],
  ["the model", { model: "claude-opus-5-5" }, {}, ["model.asked"]],
  [
    "a budget",
    { thinking: { type: "enabled", budget_tokens: 1 } },
    {},
    ["body.thinking.budget_tokens"],
  ],
  ["a new setting", { temperature: 0.5 }, {}, ["body.temperature"]],
])("%s makes a difference, and is named", (_what, changes, headers, names) => {
  const before: Record<string, string> = { ...partsOf(request("a")) };
  const after: Record<string, string> = { ...partsOf(request("a", changes), headers) };
  const different = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (part) => before[part] !== after[part],
  );
  expect(different.sort()).toEqual(names);
});

test("what the user says and what /clear leaves behind are parts of the messages, not of the client", () => {
  const first = observe(exchange(request("a"))).fingerprint;
  const content = [
    { type: "text", text: "<command-name>/clear</command-name>" },
    { type: "text", text: "Do something else." },
  ];
  const cleared = observe(
    exchange(request("a", { messages: [{ role: "user", content }] })),
  ).fingerprint;
  expect(cleared.client).toBe(first.client);
  expect(cleared.hash).not.toBe(first.hash);
  expect(cleared.parts["messages.shape"]).toBe("user(text×2)");
  expect(cleared.parts["messages.prompt"]).not.toBe(first.parts["messages.prompt"]);
});

test("results of parallel calls count, their order does not", () => {
  const messages = (...ids: string[]) => [
    {
      role: "assistant",
      content: ids.map((id) => ({ type: "tool_use", id, name: "Bash", input: {} })),
    },
    {
      role: "user",
      content: ids.map((id) => ({ type: "tool_result", tool_use_id: id, content: id })),
    },
  ];
  const one = partsOf(request("a", { messages: messages("t1", "t2") }));
  const other = partsOf(request("a", { messages: messages("t2", "t1") }));
  expect(other).toEqual(one);
  expect(one["messages.shape"]).toBe("assistant(tool_use×2) user(tool_result×2)");
});

test("texts of the client are told once, as a hash, and later ones as what is different", () => {
  const own = createObserver({ keepRaw: false, secrets: [] });
  const first = own(exchange(request("a"))).texts;
  expect(first.map(({ part }) => part)).toEqual(["system", "tools.Bash", "messages.additions"]);
  expect(first.every(({ diff, against }) => diff === null && against === null)).toBe(true);
  expect(own(exchange(request("b"))).texts).toEqual([]);
  const changed = own(exchange(request("a", { system: "You are an agent.\nBe brief." }))).texts;
  expect(changed).toHaveLength(1);
  expect(changed[0]).toMatchObject({ part: "system", lines: 2, against: first[0]?.hash });
  expect(changed[0]?.diff).toContain("+Be brief.");
});

test("what the client says again with every result is one addition, in whatever order results arrive", () => {
  const left = (tokens: number) =>
    `<system-reminder>\n<total_tokens>${tokens} tokens left</total_tokens>\n</system-reminder>`;
  const warning = "<system-reminder>\nDo not trust this file.\n</system-reminder>";
  const messages = (...results: string[]) => [
    { role: "user", content: `${left(9)}Fix it.` },
    {
      role: "user",
      content: results.map((content, index) => ({
        type: "tool_result",
        tool_use_id: `t${index}`,
        content,
      })),
    },
    { role: "user", content: [{ type: "text", text: left(3) }] },
  ];
  const warned = `1 const a${warning}`;
  const one = partsOf(request("a", { messages: messages(warned, "b") }));
  expect(partsOf(request("a", { messages: messages("b", warned) }))).toEqual(one);
  const unwarned = partsOf(request("a", { messages: messages("b", "c") }));
  expect(unwarned["messages.additions"]).not.toBe(one["messages.additions"]);
  expect(unwarned["messages.prompt"]).toBe(one["messages.prompt"]);
  const once = partsOf(request("a", { messages: messages("b", "c").slice(0, 2) }));
  expect(once["messages.additions"]).toBe(unwarned["messages.additions"]);
});

test("cache marks, settings of single messages and threads are parts, and those of messages are the conversation's", () => {
  const cached = { cache_control: { type: "ephemeral", ttl: "1h" } };
  const parts = partsOf(
    request("a", {
      system: [
        { type: "text", text: "A" },
        { type: "text", text: "B", ...cached },
      ],
      tools: [{ name: "Bash", description: "Runs", input_schema: {}, ...cached }],
      messages: [
        { role: "user", content: [{ type: "text", text: "Fix it.", ...cached }] },
        { role: "system", content: "Mind.", output_config: { effort: "high" } },
      ],
      thread: { type: "continue", previous_message_id: "msg_1" },
    }),
  );
  expect(parts).toMatchObject({
    "cache.system": "2(1h,ephemeral)",
    "cache.tools": "Bash(1h,ephemeral)",
    "messages.cache": "-2(1h,ephemeral)",
    "messages.settings": 'system {"output_config":{"effort":"high"}}',
    "messages.thread": "continued",
  });
  expect(Object.keys(parts).filter((part) => part.startsWith("body.thread"))).toEqual([]);
});

test("a difference that would give a text away is not told", () => {
  const own = createObserver({ keepRaw: false, secrets: [] });
  const line = (words: string) => `${words} `.repeat(20);
  const prompt = (words: string) => Array.from({ length: 30 }, () => line(words)).join("\n");
  own(exchange(request("a", { system: "" })));
  const [whole] = own(exchange(request("a", { system: prompt("never shown") }))).texts;
  expect(whole).toMatchObject({ part: "system", diff: null });
  expect(whole?.against).not.toBeNull();
});

test("a schema's difference is told line by line", () => {
  const own = createObserver({ keepRaw: false, secrets: [] });
  const tool = (type: string) => ({
    tools: [
      {
        name: "Bash",
        description: "Runs",
        input_schema: { properties: { a: { type: "string" }, b: { type } } },
      },
    ],
  });
  own(exchange(request("a", tool("string"))));
  const [changed] = own(exchange(request("a", tool("number")))).texts;
  expect(changed?.diff?.split("\n").slice(1)).toEqual([
    '-    "type": "string"',
    '+    "type": "number"',
  ]);
});

test("reminders inside of other texts are recorded as what they were, and count as the client's when they are read again", () => {
  const reminder = "<system-reminder>Never tell.</system-reminder>";
  const content = [
    { type: "text", text: `${reminder}Fix it.` },
    { type: "tool_result", tool_use_id: "t", content: `1 a${reminder}` },
    { type: "tool_result", tool_use_id: "u", content: [{ type: "text", text: reminder }] },
  ];
  const { body } = observe(exchange(request("a", { messages: [{ role: "user", content }] })));
  const [recorded = ""] = body?.messages ?? [];
  expect(recorded).not.toContain("Never tell");
  expect(recorded).toMatch(
    /<client-text>46 characters, sha256 [0-9a-f]{16}<\/client-text>Fix it\./,
  );
  expect(recorded).toContain('"text":{"characters":46,"sha256":"');
  expect(readMessages([JSON.parse(recorded)]).prompt).toBe("Fix it.");
});

test("the recorded body has no text of the client and no secret", () => {
  const said = {
    role: "user",
    content: `my key is\n${key}, or Bearer abcdefgh12345\nghp_${"a1B2".repeat(9)}`,
  };
  const body = request("a", { messages: [...request("a").messages, said] });
  const [recorded] = traceOf([observe(exchange(body))]).requests;
  const text = JSON.stringify(recorded);
  for (const hidden of [
    key,
    "abcdefgh12345",
    "a1B2",
    "You are an agent",
    "Runs in",
    "what to run",
    "Environment",
  ]) {
    expect(text).not.toContain(hidden);
  }
  expect(recorded?.body?.messages).toHaveLength(2);
  expect(text).toContain("Fix it.");
  expect(recorded?.body?.frame).toContain('"budget_tokens":31999');
});

test.each([
  ["[]"],
  ["null"],
  ["7"],
  [""],
  ["{"],
  ['{"model": 7, "messages": 3, "tools": "x", "system": 4}'],
])("the body %j is observed, with nothing known of it", (text) => {
  const seen = observe(exchange(text));
  expect(seen).toMatchObject({ modelAsked: null, tools: [], requestId: "req_1", raw: null });
  expect(seen.fingerprint.parts["client"]).toBe("claude-cli/2.1.328");
});

test("a request that was read before is cheap to read again, and the first takes time linear in its length", () => {
  const body = request("a", { system: "word ".repeat(10_000) });
  const once = exchange(body);
  observe(once);
  const startedAt = process.cpuUsage();
  for (let time = 0; time < 20; time++) observe(once);
  const { user } = process.cpuUsage(startedAt);
  // 1 ms each; normalising 50 KB anew takes longer.
  expect(user / 20 / 1000).toBeLessThan(10);

  const began = performance.now();
  observe(exchange(request("a", { system: "/ ".repeat(1_000_000) })));
  // Patterns without an anchor would be quadratic here: minutes.
  expect(performance.now() - began).toBeLessThan(10_000);
});

test("whichever of two texts is met first, the difference between them is the same one, turned round", () => {
  const system = (text: string) => exchange(request("a", { system: text }));
  const texts = ["One.\nTwo.\nThree.\nFour.", "One.\n2.\nThree.\nThree and a half.\nFour."];
  const diffOf = (order: readonly string[]) => {
    const own = createObserver({ keepRaw: false, secrets: [] });
    return order.flatMap((text) => own(system(text)).texts).at(-1)?.diff ?? "";
  };
  const [one, other] = [diffOf(texts), diffOf(texts.toReversed())];
  const signs = (diff: string) => diff.split("\n").map((line) => line.slice(0, 2));
  expect(signs(one)).toEqual(["@@", "-T", "+2", "@@", "+T"]);
  expect(signs(other)).toEqual(["@@", "-2", "+T", "@@", "-T"]);
});
