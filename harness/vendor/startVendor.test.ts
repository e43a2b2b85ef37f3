import Anthropic, { APIError } from "@anthropic-ai/sdk";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { UserError } from "../base/base.ts";
import {
  loadProfile,
  startVendor,
  type AnnouncedReplay,
  type Vendor,
  type VendorOptions,
} from "./vendor.ts";

const scratch = await mkdtemp(join(tmpdir(), "vendor-test-"));
afterAll(() => rm(scratch, { recursive: true }));

const prompt = "The last page of src/paginate.ts drops its last item. Fix it.";
const system = "You are a small agent.\nWorking directory: /w/lane\n";
const toolNames = ["bash", "read", "write", "edit", "glob", "grep"];
const tools = toolNames.map((name) => ({ name, input_schema: { type: "object" as const } }));
const common = { model: "claude-sonnet-4-6", max_tokens: 8_000, system, tools };

const open: Vendor[] = [];
afterEach(async () => {
  for (const vendor of open.splice(0)) await vendor.close();
});

test("the SDK's streaming client puts tool calls, thinking, text and usage together", async () => {
  const { client } = await vendorAndClient("healthy-quiet");
  const stream = client.messages.stream({
    ...common,
    thinking: { type: "enabled", budget_tokens: 2_000 },
    messages: [{ role: "user", content: prompt }],
  });
  const seen = new Set<string>();
  for await (const event of stream)
    seen.add(event.type === "content_block_delta" ? event.delta.type : event.type);
  const message = await stream.finalMessage();
  expect(message.content.map((block) => block.type)).toEqual(["thinking", "text", "tool_use"]);
  expect(message.content.at(-1)).toMatchObject({
    name: "read",
    input: { file_path: "/w/lane/src/paginate.ts" },
  });
  expect(message).toMatchObject({ stop_reason: "tool_use", model: "claude-sonnet-4-6" });
  expect(message.usage.output_tokens).toBeGreaterThan(40);
  expect([...seen]).toEqual([
    "message_start",
    "content_block_start",
    "thinking_delta",
    "signature_delta",
    "content_block_stop",
    "text_delta",
    "input_json_delta",
    "message_delta",
    "message_stop",
  ]);
});

test("without streaming the same question gets the same message", async () => {
  const { client } = await vendorAndClient("healthy-quiet");
  const body = { ...common, messages: [{ role: "user" as const, content: prompt }] };
  const whole = await client.messages.create(body);
  const streamed = await client.messages.stream(body).finalMessage();
  expect({ ...streamed }).toMatchObject({
    id: whole.id,
    content: whole.content,
    usage: whole.usage,
  });
});

test("a whole script is played to its end, and asking on gives a short answer", async () => {
  const { client } = await vendorAndClient("healthy-quiet");
  const { conversation, calls, stops } = await playThrough(client);
  expect(calls).toEqual(["read", "read", "edit", "bash"]);
  expect(stops).toEqual(["tool_use", "tool_use", "tool_use", "tool_use", "end_turn"]);
  const more = await client.messages.create({
    ...common,
    messages: [
      ...conversation,
      { role: "user", content: "Output token limit hit. Resume directly." },
    ],
  });
  expect(more.content).toEqual([{ type: "text", text: "I have nothing to add." }]);
});

test("thinking is left out where the request does not ask for it", async () => {
  const { client } = await vendorAndClient("healthy-quiet");
  const message = await client.messages.create({
    ...common,
    messages: [{ role: "user", content: prompt }],
  });
  expect(message.content.map((block) => block.type)).toEqual(["text", "tool_use"]);
});

test("token counts do not depend on where the agent works", async () => {
  const { client } = await vendorAndClient("healthy-quiet");
  const usageIn = async (folder: string) =>
    (
      await client.messages.create({
        ...common,
        system: `Working directory: ${folder}`,
        messages: [{ role: "user", content: prompt }],
      })
    ).usage;
  expect(await usageIn("/w")).toEqual(await usageIn("/a/much/longer/path/to/the/lane"));
});

test("two vendors with one seed give the same answers, in whatever order they are asked", async () => {
  const ids = Array.from({ length: 24 }, (_, i) => `r${i}`);
  const answers = async (order: readonly string[]) => {
    const vendor = await start("april-always");
    const all = await Promise.all(
      order.map(async (id) => {
        vendor.announce(announced({ processId: `process-${id}`, replayId: id }));
        return [id, (await playThrough(clientOf(vendor, `process-${id}`))).calls.join()] as const;
      }),
    );
    return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
  const first = await answers(ids);
  expect(await answers(ids.toReversed())).toEqual(first);
  expect(new Set(Object.values(first)).size).toBeGreaterThan(3);
});

test("another seed gives another run", async () => {
  const played = async (seed: number) => {
    const vendor = await start("april-always", { seed });
    const plays = Array.from({ length: 12 }, async (_, i) => {
      vendor.announce(announced({ processId: `p${i}`, replayId: `r${i}` }));
      return (await playThrough(clientOf(vendor, `p${i}`))).calls.join();
    });
    return Promise.all(plays);
  };
  expect(await played(1)).not.toEqual(await played(2));
});

test("a retry gets the same bytes, announced or not", async () => {
  for (const isAnnounced of [true, false]) {
    const vendor = await start("april-always");
    if (isAnnounced) vendor.announce(announced({}));
    const ask = async (retry: number) => {
      const response = await post(
        vendor,
        "/p/p1/v1/messages",
        { ...common, stream: true, messages: [{ role: "user", content: prompt }] },
        { "x-stainless-retry-count": String(retry) },
      );
      return [await response.text(), response.headers.get("request-id")];
    };
    const first = await ask(0);
    expect(await ask(1)).toEqual(first);
    expect(await ask(2)).toEqual(first);
  }
});

test("the ground truth has one line per replay, written while the replay runs", async () => {
  const groundTruthFile = join(await mkdtemp(join(scratch, "truth-")), "deep", "truth.jsonl");
  const vendor = await start("sticky-always", { groundTruthFile });
  for (const replayId of ["r1", "r2"]) {
    vendor.announce(announced({ replayId }));
    await playThrough(clientOf(vendor, "p1"));
  }
  const lines = (await readFile(groundTruthFile, "utf8"))
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(lines).toEqual(
    ["r1", "r2"].map((replayId) => ({
      replayId,
      process: "p1",
      prompt: "fix-last-page",
      experiments: ["sticky-slice"],
      degraded: true,
      way: expect.any(String) as string,
    })),
  );
});

test("a vendor that nobody announces to numbers a process's turns and lets its time pass", async () => {
  const groundTruthFile = join(await mkdtemp(join(scratch, "truth-")), "truth.jsonl");
  const vendor = await start("april-always", { groundTruthFile });
  for (let turn = 0; turn < 6; turn++) {
    await playThrough(
      clientOf(vendor, "p1", { "anthropic-beta": "context-management-2025-06-27" }),
    );
  }
  const lines = (await readFile(groundTruthFile, "utf8")).trim().split("\n");
  const seen = lines.map((line): unknown => JSON.parse(line));
  expect(seen).toMatchObject([1, 2, 3, 4, 5, 6].map((turn) => ({ replayId: `p1/${turn}` })));
  // 0.5 minutes to start and 12 per turn: the fifth turn begins at minute 48.5, past the 45 of the experiment.
  const stale = lines.map((line) => line.includes("stale-context"));
  expect(stale).toEqual([false, false, false, false, true, true]);
});

test("a process is known by its path, else by the recorder's header, else by its session", async () => {
  const groundTruthFile = join(await mkdtemp(join(scratch, "truth-")), "truth.jsonl");
  const vendor = await start("healthy-quiet", { groundTruthFile });
  const messages = [{ role: "user", content: prompt }];
  const user_id = JSON.stringify({ device_id: "d", session_id: "by-metadata" });
  const session = { "x-claude-code-session-id": "by-session" };
  await post(
    vendor,
    "/p/by-path/v1/messages",
    { ...common, messages },
    {
      "x-sametwice-process": "x",
      ...session,
    },
  );
  await post(
    vendor,
    "/v1/messages?beta=true",
    { ...common, messages },
    {
      "x-sametwice-process": "by-header",
      ...session,
    },
  );
  await post(vendor, "/v1/messages", { ...common, messages }, session);
  await post(vendor, "/v1/messages", { ...common, messages, metadata: { user_id } });
  const text = await readFile(groundTruthFile, "utf8");
  expect([...text.matchAll(/"process":"([^"]+)"/g)].map((match) => match[1])).toEqual([
    "by-path",
    "by-header",
    "by-session",
    "by-metadata",
  ]);
});

test("Claude Code's probe and questions beside the conversation get an answer and are no replay", async () => {
  const groundTruthFile = join(await mkdtemp(join(scratch, "truth-")), "truth.jsonl");
  const { client } = await vendorAndClient("healthy-quiet", { groundTruthFile });
  const probe = await client.messages.create({
    model: "claude-sonnet-4-6",
    max_tokens: 1,
    messages: [{ role: "user", content: "Hi" }],
  });
  expect(probe).toMatchObject({ stop_reason: "max_tokens", content: [{ type: "text" }] });
  const title = await client.messages.create({
    ...common,
    tools: [],
    messages: [{ role: "user", content: prompt }],
  });
  expect(title.stop_reason).toBe("end_turn");
  const unknown = await client.messages.create({
    ...common,
    messages: [{ role: "user", content: "Sing." }],
  });
  expect(unknown.content[0]).toMatchObject({
    text: expect.stringContaining("no script") as string,
  });
  expect(await readFile(groundTruthFile, "utf8")).toBe("");
});

test("tokens are counted and models are listed", async () => {
  const { client } = await vendorAndClient("healthy-quiet");
  const count = await client.messages.countTokens({
    model: "claude-sonnet-4-6",
    tools,
    messages: [{ role: "user", content: prompt }],
  });
  expect(count.input_tokens).toBe(2_000 + 6 * 300 + 350);
  expect((await client.models.list()).data.map((model) => model.id)).toContain("claude-sonnet-4-6");
});

test("errors come in the words of the Messages API", async () => {
  const { vendor, client } = await vendorAndClient("healthy-quiet");
  const messages = [{ role: "user" as const, content: prompt }];
  const wrong: unknown = await client.messages
    .create({ ...common, model: "claude-sonnet-9", messages })
    .catch((error: unknown) => error);
  if (!(wrong instanceof APIError)) throw new Error("expected an APIError");
  expect(wrong.status).toBe(404);
  expect(wrong.error).toMatchObject({
    type: "error",
    error: { type: "not_found_error", message: "model: claude-sonnet-9" },
  });
  expect(wrong.requestID).toMatch(/^req_/);

  const badJson = await fetch(`${vendor.baseUrl}/p/p1/v1/messages`, { method: "POST", body: "{" });
  expect([badJson.status, await badJson.json()]).toMatchObject([
    400,
    { type: "error", error: { type: "invalid_request_error" } },
  ]);
  const incomplete = await post(vendor, "/v1/messages", { model: "claude-sonnet-4-6", messages });
  expect([incomplete.status, await incomplete.text()]).toEqual([
    400,
    expect.stringContaining("max_tokens"),
  ]);
  const thread = await post(vendor, "/v1/messages", {
    ...common,
    messages,
    thread: { type: "continue" },
  });
  expect([thread.status, await thread.text()]).toEqual([
    400,
    expect.stringContaining("thread: false"),
  ]);
  expect((await fetch(`${vendor.baseUrl}/v2/messages`)).status).toBe(404);
});

test("a port that is taken is refused with the advice to choose another", async () => {
  const vendor = await start("healthy-quiet");
  const port = Number(new URL(vendor.baseUrl).port);
  await expect(start("healthy-quiet", { port })).rejects.toThrow(UserError);
});

test("a ground truth that cannot be written is refused before anything runs", async () => {
  await expect(
    start("healthy-quiet", { groundTruthFile: "/dev/null/truth.jsonl" }),
  ).rejects.toThrow(/ground truth cannot be written/);
});

/** The shipped profiles, with the dice loaded so that a test sees what it is about. */
async function start(
  kind: "healthy-quiet" | "sticky-always" | "april-always",
  options: Partial<VendorOptions> = {},
): Promise<Vendor> {
  const base = await loadProfile(kind.split("-")[0] ?? "");
  const isQuiet = kind === "healthy-quiet";
  const profile = {
    ...base,
    noise: isQuiet ? 0 : base.noise,
    variety: isQuiet ? 0 : base.variety,
    experiments: base.experiments.map((experiment) => ({
      ...experiment,
      share: 1,
      effect: kind === "sticky-always" ? { degrade: 1 } : { degrade: 0.5 },
    })),
  };
  const vendor = await startVendor({ profile, seed: 1, ...options });
  open.push(vendor);
  return vendor;
}

async function vendorAndClient(kind: "healthy-quiet", options: Partial<VendorOptions> = {}) {
  const vendor = await start(kind, options);
  return { vendor, client: clientOf(vendor, "p1") };
}

function clientOf(
  vendor: Vendor,
  processId: string,
  headers: Readonly<Record<string, string>> = {},
): Anthropic {
  return new Anthropic({
    baseURL: `${vendor.baseUrl}/p/${processId}`,
    apiKey: "sk-ant-test-0000",
    maxRetries: 0,
    defaultHeaders: { "user-agent": "sametwice-agent/1.2.0", ...headers },
  });
}

/** Plays the prompt as an agent would, with made-up tool results. */
async function playThrough(client: Anthropic) {
  const conversation: Anthropic.MessageParam[] = [{ role: "user", content: prompt }];
  const calls: string[] = [];
  const stops: (string | null)[] = [];
  while (stops.length < 20) {
    const message = await client.messages.create({ ...common, messages: conversation });
    conversation.push({ role: "assistant", content: message.content });
    stops.push(message.stop_reason);
    const used = message.content.filter((block) => block.type === "tool_use");
    if (used.length === 0) break;
    calls.push(...used.map((block) => block.name));
    conversation.push({
      role: "user",
      content: used.map((block) => ({ type: "tool_result", tool_use_id: block.id, content: "ok" })),
    });
  }
  return { conversation, calls, stops };
}

function announced(change: Partial<AnnouncedReplay>): AnnouncedReplay {
  const times = { atMinute: 0, sessionAgeMinutes: 0, idleMinutes: 0, conversation: 0 };
  return { processId: "p1", replayId: "r1", device: "d1", account: "a1", ...times, ...change };
}

function post(
  vendor: Vendor,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${vendor.baseUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}
