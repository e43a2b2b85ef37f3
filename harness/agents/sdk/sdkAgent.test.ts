import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startAgentProcess, testDevice, testModel, testSession } from "./testing/agentProcess.ts";
import { call, say, type ScriptedApi, scriptedApi } from "./testing/scriptedApi.ts";

const types = (lines: readonly { readonly type: string }[]) => lines.map((line) => line.type);
const resultOf = <T>(lines: readonly T[]) => lines.at(-1);
const betasOf = (api: ScriptedApi, request = 0) =>
  String(api.seen[request]?.headers["anthropic-beta"]).split(",");

test("a text turn announces itself, says its text and closes with a result", async () => {
  await using api = await scriptedApi(say("Four."));
  await using agent = await startAgentProcess(api.baseUrl);
  const lines = await agent.play("What is two and two?");
  expect(types(lines)).toEqual(["system", "assistant", "result"]);
  expect(lines[0]).toMatchObject({
    subtype: "init",
    session_id: testSession,
    cwd: agent.cwd,
    model: testModel,
    claude_code_version: "1.2.0",
    tools: ["bash", "read", "write", "edit", "glob", "grep"],
  });
  expect(lines[1]?.message).toMatchObject({
    id: "msg_0",
    model: "served-model",
    content: [{ type: "text", text: "Four." }],
  });
  expect(resultOf(lines)).toMatchObject({
    subtype: "success",
    is_error: false,
    result: "Four.",
    stop_reason: "end_turn",
    terminal_reason: "completed",
    num_turns: 1,
    session_id: testSession,
    usage: { input_tokens: 10, output_tokens: 5 },
  });
});

test("the request carries identity, session, model and working directory, and asks for a stream", async () => {
  await using api = await scriptedApi();
  await using agent = await startAgentProcess(api.baseUrl);
  await agent.play("Hello");
  const [request] = api.seen;
  expect(request?.path).toBe("/p/test/v1/messages");
  expect(request?.headers).toMatchObject({
    "user-agent": "sametwice-agent/1.2.0",
    "x-claude-code-session-id": testSession,
    authorization: "Bearer test-key",
  });
  expect(request?.body.stream).toBe(true);
  expect(request?.body.model).toBe(testModel);
  expect(request?.body.system[0]?.text).toContain(`\nWorking directory: ${agent.cwd}`);
  expect(JSON.parse(request?.body.metadata.user_id ?? "")).toEqual({
    device_id: testDevice,
    session_id: testSession,
  });
});

test("two processes with equal flags and folders' names aside send the same first request", async () => {
  await using api = await scriptedApi();
  await using one = await startAgentProcess(api.baseUrl);
  await using two = await startAgentProcess(api.baseUrl);
  await one.play("Hello");
  await two.play("Hello");
  const [first, second] = api.seen.map(({ body }) => JSON.stringify(body));
  expect(first?.replaceAll(one.cwd, "CWD")).toBe(second?.replaceAll(two.cwd, "CWD"));
});

test("without the packed SDK and the compile cache the agent does the same", async () => {
  await using api = await scriptedApi(call(["bash", { command: "echo hi" }]), say("Hi."));
  await using slow = await startAgentProcess(api.baseUrl, { speed: {} });
  expect(types(await slow.play("Go"))).toEqual([
    "system",
    "assistant",
    "user",
    "assistant",
    "result",
  ]);
});

test("a tool turn edits the file in the working directory and sends the whole history each time", async () => {
  await using api = await scriptedApi(
    call(["read", { file_path: "a.txt" }]),
    call(["edit", { file_path: "a.txt", old_string: "one", new_string: "two" }]),
    say("Changed."),
  );
  await using agent = await startAgentProcess(api.baseUrl);
  await writeFile(join(agent.cwd, "a.txt"), "one\n");
  const lines = await agent.play("Change it");
  expect(await readFile(join(agent.cwd, "a.txt"), "utf8")).toBe("two\n");
  expect(types(lines)).toEqual([
    "system",
    "assistant",
    "user",
    "assistant",
    "user",
    "assistant",
    "result",
  ]);
  expect(lines[2]?.message?.content[0]).toMatchObject({
    type: "tool_result",
    tool_use_id: "toolu_msg_0_0",
    content: "one\n",
  });
  expect(resultOf(lines)).toMatchObject({
    num_turns: 3,
    usage: { input_tokens: 30, output_tokens: 15 },
  });
  expect(api.seen.map(({ body }) => body.messages.length)).toEqual([1, 3, 5]);
  expect(api.seen[2]?.body).not.toHaveProperty("thread");
});

test("file tools take relative and absolute paths inside the working directory and refuse others", async () => {
  await using api = await scriptedApi(call(["write", { file_path: "deep/a.txt", content: "a" }]));
  await using agent = await startAgentProcess(api.baseUrl);
  api.next(call(["write", { file_path: join(agent.cwd, "deep", "b.txt"), content: "b" }]));
  api.next(call(["read", { file_path: "/etc/hostname" }]));
  const lines = await agent.play("Try all three");
  const results = lines.filter(({ type }) => type === "user");
  expect(results.map((line) => line.message?.content[0]?.is_error ?? false)).toEqual([
    false,
    false,
    true,
  ]);
  expect(await readFile(join(agent.cwd, "deep", "a.txt"), "utf8")).toBe("a");
  expect(await readFile(join(agent.cwd, "deep", "b.txt"), "utf8")).toBe("b");
});

test("parallel calls of one message are answered together, in the order in which they were issued", async () => {
  await using api = await scriptedApi(
    call(["bash", { command: "sleep 0.2; echo slow" }], ["read", { file_path: "a.txt" }]),
    say("Both done."),
  );
  await using agent = await startAgentProcess(api.baseUrl);
  await writeFile(join(agent.cwd, "a.txt"), "fast");
  const lines = await agent.play("Do both");
  expect(types(lines)).toEqual([
    "system",
    "assistant",
    "assistant",
    "user",
    "user",
    "assistant",
    "result",
  ]);
  expect(lines[1]?.message?.id).toBe(lines[2]?.message?.id);
  expect(api.seen[1]?.body.messages[2]?.content).toMatchObject([
    { type: "tool_result", tool_use_id: "toolu_msg_0_0", content: "slow" },
    { type: "tool_result", tool_use_id: "toolu_msg_0_1", content: "fast" },
  ]);
});

test("bash runs in the working directory without the agent's credentials, and inherits the marker", async () => {
  await using api = await scriptedApi(
    call(["bash", { command: 'pwd; echo "[$ANTHROPIC_API_KEY$ANTHROPIC_BASE_URL] $MARKER"' }]),
  );
  await using agent = await startAgentProcess(api.baseUrl, { env: { MARKER: "m1" } });
  const lines = await agent.play("Where?");
  expect(lines[2]?.message?.content[0]?.content).toBe(`${agent.cwd}\n[] m1`);
});

test("a failing command and an unknown tool are results for the model, not the end of the turn", async () => {
  await using api = await scriptedApi(
    call(["bash", { command: "echo no; (exit 3)" }], ["teleport", {}]),
    say("Understood."),
  );
  await using agent = await startAgentProcess(api.baseUrl);
  const lines = await agent.play("Try");
  expect(lines[3]?.message?.content[0]).toMatchObject({ is_error: true, content: "no" });
  expect(lines[4]?.message?.content[0]).toMatchObject({ is_error: true });
  expect(resultOf(lines)).toMatchObject({ is_error: false, result: "Understood." });
});

test("/clear empties the context, forgets the shell and gives a new session id", async () => {
  await using api = await scriptedApi(
    call(["bash", { command: "X=left; echo $$ > pid; cd /" }]),
    say("Done."),
    call(["bash", { command: 'echo "[$X]"; pwd' }]),
  );
  await using agent = await startAgentProcess(api.baseUrl);
  await agent.play("First");
  const shell = await shellOf(agent.cwd);
  const cleared = await agent.play("/clear");
  expect(types(cleared)).toEqual(["conversation_reset", "system", "result"]);
  expect(cleared[0]?.["session_id"]).toBe(testSession);
  const sessionId = resultOf(cleared)?.["session_id"];
  expect(sessionId).not.toBe(testSession);
  expect(resultOf(cleared)).toMatchObject({ is_error: false, num_turns: 0 });
  expect(api.seen).toHaveLength(2);
  await expect.poll(() => isAlive(shell)).toBe(false);

  const lines = await agent.play("Second");
  expect(lines[2]?.message?.content[0]?.content).toBe(`[]\n${agent.cwd}`);
  expect(lines.every((line) => line["session_id"] === sessionId)).toBe(true);
  expect(api.seen[2]?.body.messages).toEqual([
    { role: "user", content: [{ type: "text", text: "Second" }] },
  ]);
  expect(api.seen[2]?.headers["x-claude-code-session-id"]).toBe(sessionId);
});

test("without /clear the next prompt carries what was said before", async () => {
  await using api = await scriptedApi(say("One."), say("Two."));
  await using agent = await startAgentProcess(api.baseUrl);
  await agent.play("First");
  await agent.play("Second");
  expect(api.seen[1]?.body.messages.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
});

test("the revisions differ on the wire in prompt, betas and body, and not in tools", async () => {
  await using api = await scriptedApi();
  for (const revision of ["1.0.0", "1.1.0", "1.2.0"]) {
    await using agent = await startAgentProcess(api.baseUrl, { revision });
    await agent.play("Hello");
  }
  expect([0, 1, 2].map((request) => betasOf(api, request))).toEqual([
    ["interleaved-thinking-2025-05-14"],
    ["interleaved-thinking-2025-05-14", "context-management-2025-06-27"],
    [
      "interleaved-thinking-2025-05-14",
      "context-management-2025-06-27",
      "thinking-display-updates-2026-08-18",
    ],
  ]);
  expect(api.seen.map(({ body }) => "context_management" in body)).toEqual([false, true, true]);
  expect(api.seen.map(({ body }) => body["thinking"])).toEqual([
    { type: "enabled", budget_tokens: 8000 },
    { type: "enabled", budget_tokens: 8000 },
    { type: "enabled", budget_tokens: 8000, display: "updates" },
  ]);
  const prompts = api.seen.map(({ body }) => body.system[0]?.text.split("\nWorking")[0]);
  expect(new Set(prompts).size).toBe(3);
  expect(new Set(api.seen.map(({ body }) => JSON.stringify(body.tools))).size).toBe(1);
});

test("suppressed betas leave one beta and take the body features that came with the others", async () => {
  await using api = await scriptedApi();
  await using agent = await startAgentProcess(api.baseUrl, { betas: "suppressed" });
  await agent.play("Hello");
  expect(betasOf(api)).toEqual(["interleaved-thinking-2025-05-14"]);
  expect(api.seen[0]?.body).not.toHaveProperty("context_management");
  expect(api.seen[0]?.body["thinking"]).toEqual({ type: "enabled", budget_tokens: 8000 });
  expect(api.seen[0]?.body.tools).toHaveLength(6);
});

test("a subscription token goes as a bearer with its beta, suppressed or not", async () => {
  await using api = await scriptedApi();
  for (const betas of ["forwarded", "suppressed"] as const) {
    const credential = { kind: "subscription-token", value: "sub" } as const;
    await using agent = await startAgentProcess(api.baseUrl, { credential, betas });
    const lines = await agent.play("Hello");
    expect(lines[0]?.["apiKeySource"]).toBe("CLAUDE_CODE_OAUTH_TOKEN");
  }
  expect(api.seen.map(({ headers }) => headers.authorization)).toEqual([
    "Bearer sub",
    "Bearer sub",
  ]);
  expect(betasOf(api, 0)).toContain("oauth-2025-04-20");
  expect(betasOf(api, 1)).toEqual(["interleaved-thinking-2025-05-14", "oauth-2025-04-20"]);
});

test("an API error is an error result, and the next prompt works", async () => {
  await using api = await scriptedApi({ kind: "error", status: 400, message: "bad thing" });
  await using agent = await startAgentProcess(api.baseUrl);
  const lines = await agent.play("Hello");
  expect(lines[1]).toMatchObject({ type: "assistant", message: { model: "<synthetic>" } });
  expect(resultOf(lines)).toMatchObject({
    subtype: "success",
    is_error: true,
    api_error_status: 400,
    terminal_reason: "api_error",
    num_turns: 1,
  });
  expect(resultOf(lines)?.["result"]).toContain("bad thing");
  expect(resultOf(await agent.play("Again"))).toMatchObject({ is_error: false, result: "Done." });
});

test("a retryable error is tried again as often as allowed, and no more", async () => {
  const overloaded = { kind: "error", status: 529, message: "overloaded" } as const;
  await using api = await scriptedApi(overloaded, overloaded, overloaded);
  const env = { CLAUDE_CODE_MAX_RETRIES: "1" };
  await using agent = await startAgentProcess(api.baseUrl, { env });
  expect(resultOf(await agent.play("Hello"))).toMatchObject({ api_error_status: 529 });
  expect(api.seen).toHaveLength(2);
});

test("a vendor that is not there, and a stream that is cut, are API errors without a status", async () => {
  await using api = await scriptedApi({ kind: "cut" });
  await using agent = await startAgentProcess(api.baseUrl);
  await using lonely = await startAgentProcess("http://127.0.0.1:9");
  const expected = { is_error: true, api_error_status: null, terminal_reason: "api_error" };
  expect(resultOf(await agent.play("Hello"))).toMatchObject(expected);
  expect(resultOf(await lonely.play("Hello"))).toMatchObject(expected);
});

test("an interrupt ends a streaming turn at once and leaves the process usable", async () => {
  await using api = await scriptedApi({ kind: "stall" });
  await using agent = await startAgentProcess(api.baseUrl);
  agent.prompt("Talk");
  await expect.poll(() => api.seen.length).toBe(1);
  agent.send({ type: "control_request", request_id: "i", request: { subtype: "interrupt" } });
  const result = await agent.until((line) => line.type === "result");
  expect(agent.lines.find((line) => line.type === "control_response")?.response).toMatchObject({
    subtype: "success",
    request_id: "i",
  });
  expect(result).toMatchObject({
    subtype: "error_during_execution",
    is_error: true,
    terminal_reason: "aborted_streaming",
  });
  expect(resultOf(await agent.play("Again"))).toMatchObject({ result: "Done." });
});

test("an interrupt ends a running command", async () => {
  await using api = await scriptedApi(call(["bash", { command: "echo $$ > pid; sleep 60" }]));
  await using agent = await startAgentProcess(api.baseUrl);
  agent.prompt("Wait");
  const shell = await shellOf(agent.cwd);
  agent.send({ type: "control_request", request_id: "i", request: { subtype: "interrupt" } });
  const result = await agent.until((line) => line.type === "result");
  expect(result).toMatchObject({ terminal_reason: "aborted_tools" });
  await expect.poll(() => isAlive(shell)).toBe(false);
});

test("SIGTERM ends the agent and what its shell runs in the foreground and background", async () => {
  await using api = await scriptedApi(
    call(["bash", { command: "sleep 60 & echo $! > pid; sleep 60" }]),
  );
  await using agent = await startAgentProcess(api.baseUrl);
  agent.prompt("Wait");
  const background = await shellOf(agent.cwd);
  agent.process.kill("SIGTERM");
  await once(agent.process, "close");
  expect(agent.process.exitCode).toBe(143);
  await expect.poll(() => isAlive(background)).toBe(false);
});

test("an idle shell does not outlive an agent that was killed by force", async () => {
  await using api = await scriptedApi(call(["bash", { command: "echo $$ > pid" }]));
  await using agent = await startAgentProcess(api.baseUrl);
  await agent.play("Go");
  const shell = await shellOf(agent.cwd);
  expect(isAlive(shell)).toBe(true);
  agent.process.kill("SIGKILL");
  await expect.poll(() => isAlive(shell)).toBe(false);
});

test("more requests than allowed in one turn end it with error_max_turns", async () => {
  const again = call(["bash", { command: "echo again" }]);
  await using api = await scriptedApi(again, again, again);
  await using agent = await startAgentProcess(api.baseUrl, { maxTurns: 2 });
  const lines = await agent.play("Loop");
  expect(resultOf(lines)).toMatchObject({
    subtype: "error_max_turns",
    is_error: true,
    num_turns: 2,
    terminal_reason: "max_turns",
  });
  expect(api.seen).toHaveLength(2);
});

test("a reply cut at max_tokens or refused ends the turn with that stop reason and without running its calls", async () => {
  const block = { type: "tool_use", name: "bash", input: { command: "touch ran" } } as const;
  await using api = await scriptedApi(
    { kind: "message", blocks: [block], stopReason: "max_tokens" },
    { kind: "message", blocks: [{ type: "text", text: "No." }], stopReason: "refusal" },
  );
  await using agent = await startAgentProcess(api.baseUrl);
  const truncated = resultOf(await agent.play("Go"));
  expect(truncated).toMatchObject({ is_error: false, stop_reason: "max_tokens", num_turns: 1 });
  await expect(readFile(join(agent.cwd, "ran"))).rejects.toThrow("ENOENT");
  expect(resultOf(await agent.play("Go on"))).toMatchObject({ stop_reason: "refusal" });
  expect(api.seen[1]?.body.messages.map(({ role }) => role)).toEqual(["user", "user"]);
});

test("initialize is answered without a request", async () => {
  await using api = await scriptedApi();
  await using agent = await startAgentProcess(api.baseUrl);
  agent.send({ type: "control_request", request_id: "r", request: { subtype: "initialize" } });
  const line = await agent.until(({ type }) => type === "control_response");
  expect(line.response).toMatchObject({ subtype: "success", request_id: "r" });
  agent.send({ type: "control_request", request_id: "x", request: { subtype: "dance" } });
  const refused = await agent.until(({ response }) => response?.request_id === "x");
  expect(refused.response).toMatchObject({ subtype: "error" });
  expect(api.seen).toHaveLength(0);
});

test("the end of stdin lets queued prompts finish and then ends the process with 0", async () => {
  await using api = await scriptedApi();
  await using agent = await startAgentProcess(api.baseUrl);
  agent.prompt("One");
  agent.prompt("Two");
  agent.send("");
  agent.send({ type: "something_new" });
  expect(await agent.end()).toEqual({ exitCode: 0, stderr: "" });
  expect(agent.lines.filter(({ type }) => type === "result")).toHaveLength(2);
});

test("a line that is no JSON, or no message, ends the process with 1 and a line on stderr", async () => {
  await using api = await scriptedApi();
  for (const line of ["not json", '{"type":"user","message":{"content":[{"type":"image"}]}}']) {
    await using agent = await startAgentProcess(api.baseUrl);
    agent.send(line);
    const { exitCode, stderr } = await agent.end();
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^Error: A line of stdin \(\d+ characters\) is no message: .*Error.*\n$/,
    );
  }
});

test.for([
  ["--revision=9.9.9", "There is no revision 9.9.9. Use one of 1.0.0, 1.1.0, 1.2.0."],
  ["--session-id=x", "Invalid session ID. Must be a valid UUID."],
  ["--max-turns=none", "--max-turns must be a whole number"],
])("a wrong flag (%s) ends the program with one clear line", async ([flag, message]) => {
  await using agent = await startAgentProcess("http://127.0.0.1:9", {
    ...(flag?.startsWith("--revision") ? { revision: "9.9.9" } : {}),
    ...(flag?.startsWith("--session") ? { sessionUuid: "x" } : {}),
    ...(flag?.startsWith("--max") ? { maxTurns: Number.NaN } : {}),
  });
  const { exitCode, stderr } = await agent.end();
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`Error: ${message}`);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

async function shellOf(cwd: string): Promise<number> {
  const read = () => readFile(join(cwd, "pid"), "utf8").then(Number, () => 0);
  await expect.poll(read, { timeout: 10_000 }).toBeGreaterThan(0);
  return read();
}

/** False for a zombie too: it has ended, and only the machine's first process has not looked yet. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return stdout.trim() !== "" && !stdout.startsWith("Z");
}
