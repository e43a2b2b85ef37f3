import { once } from "node:events";
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
} from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { startRecorder, type Recorder, type RecorderOptions } from "./wire.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A real vendor on a free port. */
async function vendorWith(
  answer: (...of: Parameters<RequestListener>) => unknown,
): Promise<string> {
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function recorderTo(
  upstream: string,
  options: Partial<RecorderOptions> = {},
): Promise<Recorder> {
  const recorder = await startRecorder({ upstream, tagUpstream: false, ...options });
  closers.push(recorder.close);
  return recorder;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

const sse = [
  `event: message_start\ndata: {"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-4-5-20250929","usage":{"input_tokens":12,"cache_read_input_tokens":100,"cache_creation_input_tokens":7,"output_tokens":1}}}\n\n`,
  `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi ü"}}\n\n`,
  `event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":42}}\n\n`,
  `event: message_stop\ndata: {"type":"message_stop"}\n\n`,
];
const seenUsage = {
  inputTokens: 12,
  outputTokens: 42,
  cacheReadTokens: 100,
  cacheCreationTokens: 7,
};

const requestBody = {
  model: "claude-sonnet-4-5",
  max_tokens: 32_000,
  stream: true,
  system: "You are an agent.",
  tools: [{ name: "Read" }, { name: "Bash" }],
  messages: [
    { role: "user", content: "one" },
    { role: "assistant", content: "two" },
    { role: "user", content: "three" },
  ],
  thinking: { type: "enabled", budget_tokens: 31_999 },
  output_config: { effort: "high" },
  metadata: { user_id: '{"device_id":"d00d","account_uuid":"","session_id":"s-1"}' },
};

function post(url: string, body: unknown = requestBody, signal?: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      "x-api-key": "sk-ant-secret",
      "user-agent": "claude-cli/2.1.328 (external, sdk-cli)",
      "anthropic-beta": "interleaved-thinking-2025-05-14,claude-code-20250219",
      "x-claude-code-session-id": "session-from-header",
    },
    ...(signal && { signal }),
  });
}

const streamed: RequestListener = (_incoming, outgoing) => {
  outgoing.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "request-id": "req_1",
  });
  for (const event of sse) outgoing.write(event);
  outgoing.end();
};

describe("what is observed", () => {
  test("a streamed request is described by its headers, its body and its answer", async () => {
    const recorder = await recorderTo(await vendorWith(streamed));
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages?beta=true`);
    expect(await answer.text()).toBe(sse.join(""));
    const [seen, ...others] = await recorder.take("a");
    expect(others).toEqual([]);
    expect(seen).toMatchObject({
      method: "POST",
      path: "/v1/messages",
      startedAtMs: expect.any(Number),
      firstByteMs: expect.any(Number),
      status: 200,
      failure: null,
      modelAsked: "claude-sonnet-4-5",
      modelServed: "claude-sonnet-4-5-20250929",
      messageId: "msg_1",
      stopReason: "end_turn",
      requestId: "req_1",
      usage: seenUsage,
      betas: ["claude-code-20250219", "interleaved-thinking-2025-05-14"],
      tools: ["Bash", "Read"],
      assistantMessages: 1,
      maxTokens: 32_000,
      userAgent: "claude-cli/2.1.328 (external, sdk-cli)",
      deviceId: "d00d",
      sessionId: "session-from-header",
      fingerprint: { hash: expect.stringMatching(/^[0-9a-f]{16}$/) },
      raw: null,
    });
    expect(seen?.body?.messages).toHaveLength(3);
  });

  test("nothing that is observed holds a key, neither that of the request nor one that stands in a message", async () => {
    const recorder = await recorderTo(await vendorWith(streamed), { secrets: ["hunter2-hunter2"] });
    const messages = [{ role: "user", content: "the password is hunter2-hunter2" }];
    const body = { ...requestBody, system: "hunter2-hunter2", messages };
    await (await post(`${recorder.baseUrlFor("a")}/v1/messages`, body)).text();
    const observed = JSON.stringify(await recorder.take("a"));
    expect(observed).toContain("the password is");
    expect(observed).not.toContain("sk-ant-secret");
    expect(observed).not.toContain("hunter2-hunter2");
  });

  test("the body itself is kept only when it is asked for", async () => {
    const recorder = await recorderTo(await vendorWith(streamed), { keepRaw: true });
    await (await post(`${recorder.baseUrlFor("a")}/v1/messages`)).text();
    expect((await recorder.take("a"))[0]?.raw).toEqual(requestBody);
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["zstd", zstdCompressSync],
  ])(
    "an answer in %s reaches the client as it was and is read all the same",
    async (encoding, encode) => {
      const encoded = encode(Buffer.from(sse.join("")));
      const upstream = await vendorWith((_incoming, outgoing) => {
        outgoing.writeHead(200, {
          "content-type": "text/event-stream",
          "content-encoding": encoding,
          "content-length": encoded.length,
        });
        outgoing.end(encoded);
      });
      const recorder = await recorderTo(upstream);
      const received = await rawBody(`${recorder.baseUrlFor("a")}/v1/messages`);
      expect(received.equals(encoded)).toBe(true);
      expect((await recorder.take("a"))[0]?.usage).toEqual(seenUsage);
    },
  );

  test("an answer that is cut in the middle of its compression is passed on and ends the observation", async () => {
    const cut = gzipSync(Buffer.from(sse.join(""))).subarray(0, 60);
    const upstream = await vendorWith((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" });
      outgoing.end(cut);
    });
    const recorder = await recorderTo(upstream);
    expect((await rawBody(`${recorder.baseUrlFor("a")}/v1/messages`)).equals(cut)).toBe(true);
    expect(await recorder.take("a")).toMatchObject([{ status: 200, usage: null }]);
  });

  test("a whole JSON answer tells model and usage too", async () => {
    const upstream = await vendorWith((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "application/json" });
      outgoing.end('{"model":"claude-haiku-4-5","usage":{"input_tokens":3,"output_tokens":4}}');
    });
    const recorder = await recorderTo(upstream);
    await (await post(`${recorder.baseUrlFor("a")}/v1/messages`)).text();
    expect(await recorder.take("a")).toMatchObject([
      { modelServed: "claude-haiku-4-5", usage: { inputTokens: 3, outputTokens: 4 } },
    ]);
  });

  test("an error inside a stream that began well is a failure", async () => {
    const upstream = await vendorWith((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.end(
        `${sse[0]}event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n`,
      );
    });
    const recorder = await recorderTo(upstream);
    await (await post(`${recorder.baseUrlFor("a")}/v1/messages`)).text();
    expect(await recorder.take("a")).toMatchObject([{ failure: "overloaded_error: Overloaded" }]);
  });

  test("a body that is not JSON is passed on and described as unknown", async () => {
    const upstream = await vendorWith((incoming, outgoing) => {
      void bodyOf(incoming).then((body) => outgoing.end(body));
    });
    const recorder = await recorderTo(upstream);
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`, "{broken");
    expect(await answer.text()).toBe("{broken");
    expect(await recorder.take("a")).toMatchObject([
      { modelAsked: null, tools: [], deviceId: null },
    ]);
  });
});

describe("what is passed on", () => {
  test("chunks reach the client as they are sent, not when the answer is complete", async () => {
    const gates = sse.map(() => Promise.withResolvers<void>());
    const upstream = await vendorWith(async (_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      for (const [index, event] of sse.entries()) {
        outgoing.write(event);
        await gates[index]?.promise;
      }
      outgoing.end();
    });
    const recorder = await recorderTo(upstream);
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`);
    const received: string[] = [];
    const text = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      received.push(text.decode(chunk));
      gates[received.length - 1]?.resolve();
    }
    // The vendor sends an event only after the one before it has arrived: a buffering proxy would hang here.
    expect(received).toEqual(sse);
  });

  test("the process path stays with us and the query goes on, after the base path of the upstream", async () => {
    const urls: string[] = [];
    const upstream = await vendorWith((incoming, outgoing) => {
      urls.push(incoming.url ?? "");
      outgoing.end();
    });
    const plain = await recorderTo(`${upstream}/gateway/`);
    await post(`${plain.baseUrlFor("lane-1")}/v1/messages?beta=true`);
    const kept = await recorderTo(upstream, { keepProcessPath: true });
    await post(`${kept.baseUrlFor("lane-1")}/v1/messages/count_tokens`);
    expect(urls).toEqual(["/gateway/v1/messages?beta=true", "/p/lane-1/v1/messages/count_tokens"]);
  });

  test("headers go on as they are, but for those of the connection and a forged process header", async () => {
    const seen: Record<string, unknown>[] = [];
    const upstream = await vendorWith((incoming, outgoing) => {
      seen.push(incoming.headers);
      outgoing.writeHead(200, [
        ["set-cookie", "a=1"],
        ["set-cookie", "b=2"],
        ["request-id", "r"],
        ["Keep-Alive", "timeout=1"],
      ] as never);
      outgoing.end();
    });
    const recorder = await recorderTo(upstream);
    const request = httpRequest(`${recorder.baseUrlFor("a")}/v1/messages`, {
      method: "POST",
      headers: {
        "x-api-key": "sk",
        "x-sametwice-process": "forged",
        connection: "keep-alive, x-private",
        "x-private": "1",
        te: "trailers",
      },
    });
    request.end("{}");
    const [answer] = (await once(request, "response")) as [IncomingMessage];
    await bodyOf(answer);
    expect(seen[0]).toMatchObject({ "x-api-key": "sk", host: upstream.slice("http://".length) });
    expect(Object.keys(seen[0] ?? {})).not.toContain("x-sametwice-process");
    expect(Object.keys(seen[0] ?? {})).not.toContain("x-private");
    expect(Object.keys(seen[0] ?? {})).not.toContain("te");
    expect(answer.headers).toMatchObject({ "set-cookie": ["a=1", "b=2"], "request-id": "r" });
    expect(answer.headers["keep-alive"]).not.toBe("timeout=1");
  });

  test("the process header is added only when the upstream is to be tagged", async () => {
    const tags: unknown[] = [];
    const upstream = await vendorWith((incoming, outgoing) => {
      tags.push(incoming.headers["x-sametwice-process"]);
      outgoing.end();
    });
    const silent = await recorderTo(upstream);
    await post(`${silent.baseUrlFor("a")}/v1/messages`);
    const tagging = await recorderTo(upstream, { tagUpstream: true });
    await post(`${tagging.baseUrlFor("a")}/v1/messages`);
    expect(tags).toEqual([undefined, "a"]);
  });

  test("a body of 20 MB is passed on and read, and an answer of 20 MB waits for a slow reader", async () => {
    const upstream = await vendorWith((incoming, outgoing) => {
      void bodyOf(incoming).then((body) => {
        outgoing.writeHead(200, { "content-type": "application/octet-stream" });
        outgoing.end(body);
      });
    });
    const recorder = await recorderTo(upstream);
    const body = JSON.stringify({ ...requestBody, system: "x".repeat(20_000_000) });
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`, body);
    let length = 0;
    for await (const chunk of answer.body ?? []) {
      if (length === 0) await delay(200);
      length += chunk.length;
    }
    expect(length).toBe(body.length);
    expect(await recorder.take("a")).toMatchObject([{ modelAsked: "claude-sonnet-4-5" }]);
  });

  test("connections to the vendor are used again", async () => {
    const ports = new Set<number | undefined>();
    const upstream = await vendorWith((incoming, outgoing) => {
      ports.add(incoming.socket.remotePort);
      streamed(incoming, outgoing);
    });
    const recorder = await recorderTo(upstream);
    for (let count = 0; count < 5; count++) {
      await (await post(`${recorder.baseUrlFor("a")}/v1/messages`)).text();
      await recorder.take("a");
    }
    expect(ports.size).toBe(1);
  });
});

describe("who sent it", () => {
  test("requests of two processes at once are kept apart and in order of arrival", async () => {
    const upstream = await vendorWith(async (incoming, outgoing) => {
      const { model } = JSON.parse(await bodyOf(incoming)) as { model: string };
      await delay(model.endsWith("0") ? 60 : 5);
      outgoing.writeHead(200, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ model }));
    });
    const recorder = await recorderTo(upstream);
    const send = async (process: string, number: number) => {
      const body = { ...requestBody, model: `${process}-${number}` };
      await (await post(`${recorder.baseUrlFor(process)}/v1/messages`, body)).text();
    };
    const sent = [0, 1, 2].map(async (number) => {
      await delay(number * 20);
      await Promise.all([send("a", number), send("b", number)]);
    });
    await Promise.all(sent);
    const models = async (process: string) =>
      (await recorder.take(process)).map((request) => request.modelServed);
    expect(await models("a")).toEqual(["a-0", "a-1", "a-2"]);
    expect(await models("b")).toEqual(["b-0", "b-1", "b-2"]);
    expect(await models("a")).toEqual([]);
  });

  test("two clients that use one address are observed with the device and session of each", async () => {
    const recorder = await recorderTo(await vendorWith(streamed));
    for (const [device, session] of ["d1 s1", "d2 s2"].map((ids) => ids.split(" "))) {
      const user_id = JSON.stringify({ device_id: device, session_id: session });
      const answer = await fetch(`${recorder.baseUrlFor("a")}/v1/messages`, {
        method: "POST",
        body: JSON.stringify({ ...requestBody, metadata: { user_id } }),
      });
      await answer.text();
    }
    expect(await recorder.take("a")).toMatchObject([
      { deviceId: "d1", sessionId: "s1" },
      { deviceId: "d2", sessionId: "s2" },
    ]);
  });

  test("take waits for a request in flight", async () => {
    const gate = Promise.withResolvers<void>();
    const upstream = await vendorWith(async (_incoming, outgoing) => {
      outgoing.flushHeaders();
      await gate.promise;
      outgoing.end();
    });
    const recorder = await recorderTo(upstream);
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`);
    const taken = recorder.take("a");
    const early = await Promise.race([taken, delay(50, "still waiting")]);
    expect(early).toBe("still waiting");
    gate.resolve();
    await answer.text();
    expect(await taken).toHaveLength(1);
  });

  test("take leaves a request that never ends to the next call when its patience is over", async () => {
    const upstream = await vendorWith((_incoming, outgoing) => outgoing.flushHeaders());
    const recorder = await recorderTo(upstream, { patienceMs: 50 });
    const leave = new AbortController();
    await post(`${recorder.baseUrlFor("a")}/v1/messages`, requestBody, leave.signal);
    expect(await recorder.take("a")).toEqual([]);
    leave.abort();
    expect(await recorder.take("a")).toHaveLength(1);
  });

  test.each(["/", "/v1/messages", "/p/stranger/v1/messages", "/p/a/api/hello", "/p/%/v1/messages"])(
    "%s belongs to no process: 404, and kept as a stray",
    async (path) => {
      const recorder = await recorderTo(await vendorWith(streamed));
      const origin = new URL(recorder.baseUrlFor("a")).origin;
      const answer = await post(origin + path);
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({
        type: "error",
        error: { type: "not_found_error" },
      });
      expect(await recorder.take("a")).toEqual([]);
      expect(recorder.strays()).toEqual([{ method: "POST", path }]);
    },
  );
});

describe("what can go wrong", () => {
  test("a client that leaves ends the request at the vendor", async () => {
    const vendorSaw = Promise.withResolvers<string>();
    const upstream = await vendorWith((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.write(sse[0]);
      outgoing.on("close", () => vendorSaw.resolve("closed"));
    });
    const recorder = await recorderTo(upstream);
    const leave = new AbortController();
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`, requestBody, leave.signal);
    await answer.body?.getReader().read();
    leave.abort();
    expect(await vendorSaw.promise).toBe("closed");
    expect(await recorder.take("a")).toMatchObject([
      {
        status: 200,
        modelServed: "claude-sonnet-4-5-20250929",
        failure: "the client ended the connection",
      },
    ]);
  });

  test("a client that leaves before the answer began ends the request at the vendor", async () => {
    const arrived = Promise.withResolvers<void>();
    const vendorSaw = Promise.withResolvers<string>();
    const upstream = await vendorWith((_incoming, outgoing) => {
      arrived.resolve();
      outgoing.on("close", () => vendorSaw.resolve("closed"));
    });
    const recorder = await recorderTo(upstream);
    const leave = new AbortController();
    const answer = post(`${recorder.baseUrlFor("a")}/v1/messages`, requestBody, leave.signal);
    await arrived.promise;
    leave.abort();
    await expect(answer).rejects.toThrow("aborted");
    expect(await vendorSaw.promise).toBe("closed");
    expect(await recorder.take("a")).toMatchObject([
      { status: null, failure: "the client ended the connection" },
    ]);
  });

  test("a vendor that is not there gives an API error of status 502", async () => {
    const closed = createServer();
    closed.listen(0, "127.0.0.1");
    await once(closed, "listening");
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const recorder = await recorderTo(`http://127.0.0.1:${port}`);
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`);
    expect(answer.status).toBe(502);
    const message = `no vendor at 127.0.0.1:${port} (ECONNREFUSED)`;
    expect(await answer.json()).toEqual({
      type: "error",
      error: { type: "api_error", message: `sametwice: ${message}` },
    });
    expect(await recorder.take("a")).toMatchObject([
      { status: null, modelAsked: "claude-sonnet-4-5", failure: message },
    ]);
  });

  test("a vendor that resets the connection before it answers gives 502, and the client's connection lives on", async () => {
    const upstream = await vendorWith((incoming) => incoming.socket.resetAndDestroy());
    const recorder = await recorderTo(upstream);
    const big = { ...requestBody, system: "x".repeat(5_000_000) };
    for (const body of [requestBody, big, requestBody]) {
      const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`, body);
      expect(answer.status).toBe(502);
      await answer.text();
    }
    const failures = (await recorder.take("a")).map((request) => request.failure);
    expect(failures).toHaveLength(3);
    for (const failure of failures)
      expect(failure).toMatch(/connection to .* failed: .*(ECONNRESET|hang up|EPIPE)/);
  });

  test.each([
    ["reset", (incoming: IncomingMessage) => incoming.socket.resetAndDestroy()],
    ["ended", (incoming: IncomingMessage) => incoming.socket.destroy()],
  ])(
    "a connection that is %s in the middle of a stream reaches the client as a cut, never as a complete answer",
    async (_name, cut) => {
      const upstream = await vendorWith((incoming, outgoing) => {
        outgoing.writeHead(200, { "content-type": "text/event-stream" });
        outgoing.write(sse[0], () => setTimeout(cut, 20, incoming));
      });
      const recorder = await recorderTo(upstream);
      const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`);
      await expect(answer.text()).rejects.toThrow("terminated");
      expect(await recorder.take("a")).toMatchObject([
        {
          status: 200,
          modelServed: "claude-sonnet-4-5-20250929",
          failure: expect.stringMatching("failed"),
        },
      ]);
    },
  );

  test("a vendor that speaks no HTTP gives 502", async () => {
    const server = createTcpServer((socket) => socket.resume().end("hello\r\n\r\n"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const recorder = await recorderTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect((await post(`${recorder.baseUrlFor("a")}/v1/messages`)).status).toBe(502);
  });

  test("a vendor that answers before it has read the request is heard, and the connection lives on", async () => {
    const upstream = await vendorWith((_incoming, outgoing) => {
      outgoing.writeHead(413, { "content-type": "application/json" });
      outgoing.end("{}");
    });
    const recorder = await recorderTo(upstream);
    const big = { ...requestBody, system: "x".repeat(8_000_000) };
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`, big);
    expect(answer.status).toBe(413);
    await answer.text();
    const [seen] = await recorder.take("a");
    expect(seen?.status).toBe(413);
  });

  test("closing the recorder ends what is in flight", async () => {
    const recorder = await startRecorder({
      upstream: await vendorWith((_incoming, outgoing) => outgoing.flushHeaders()),
      tagUpstream: false,
    });
    const answer = await post(`${recorder.baseUrlFor("a")}/v1/messages`);
    await recorder.close();
    await expect(answer.text()).rejects.toThrow("terminated");
    const { port } = new URL(recorder.baseUrlFor("a"));
    const [refused] = (await once(connect(Number(port), "127.0.0.1"), "error")) as [Error];
    expect(refused.message).toContain("ECONNREFUSED");
  });

  test.each([
    "not a url",
    "ftp://example.org",
    "http://user:secret@example.org",
    "http://x?key=secret",
  ])("%s is refused as an upstream without repeating its secrets", async (upstream) => {
    const started = startRecorder({ upstream, tagUpstream: false });
    await expect(started).rejects.toThrow("not the base URL of a Messages API");
    await expect(started).rejects.not.toThrow("secret");
  });
});

/** Receives a body without decoding it, as `fetch` would. */
async function rawBody(url: string): Promise<Buffer> {
  const request = httpRequest(url, { method: "POST" });
  request.end(JSON.stringify(requestBody));
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
