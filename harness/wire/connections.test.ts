import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { drain, startTestVendor } from "./testing/servers.ts";
import { startRecorder, type Recorder, type RecorderOptions } from "./wire.ts";

async function recorderTo(
  upstream: string,
  options: Partial<RecorderOptions> = {},
): Promise<Recorder & AsyncDisposable> {
  const recorder = await startRecorder({ upstream, tagUpstream: false, ...options });
  return { ...recorder, [Symbol.asyncDispose]: recorder.close };
}

/** A vendor that answers each request with its own path. */
const echo = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
  await drain(incoming);
  outgoing.end(incoming.url);
};

function connectTo(recorder: Recorder): Socket {
  return connect(Number(new URL(recorder.baseUrlFor("a")).port), "127.0.0.1").setEncoding("utf8");
}

/** The text of one request of process "a", as a client would write it on the connection. */
function requestText(path: string, version: "1.0" | "1.1", body = "{}"): string {
  return `POST /p/a${path} HTTP/${version}\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

async function everythingFrom(socket: Socket): Promise<string> {
  let heard = "";
  for await (const text of socket) heard += text as string;
  return heard;
}

describe("connections as clients use them", () => {
  test("requests that are sent ahead of the answers are answered and observed in their order", async () => {
    await using vendor = await startTestVendor(async (incoming, outgoing) => {
      // The first takes longest: the others' answers must wait for their turn.
      if (incoming.url === "/v1/0") await delay(100);
      await echo(incoming, outgoing);
    });
    await using recorder = await recorderTo(vendor.url);
    const socket = connectTo(recorder);
    socket.write([0, 1, 2].map((number) => requestText(`/v1/${number}`, "1.1")).join(""));
    let heard = "";
    while (!heard.includes("/v1/2")) heard += String((await once(socket, "data"))[0]);
    socket.destroy();
    expect(heard.match(/\/v1\/\d/g)).toEqual(["/v1/0", "/v1/1", "/v1/2"]);
    const observed = await recorder.take("a");
    expect(observed.map((request) => [request.path, request.failure])).toEqual([
      ["/v1/0", null],
      ["/v1/1", null],
      ["/v1/2", null],
    ]);
  });

  test("a client that sends ahead and leaves ends all its requests, those too that still wait for their turn", async () => {
    await using vendor = await startTestVendor((incoming, outgoing) => {
      outgoing.write("x".repeat(200_000));
      if (incoming.url !== "/v1/0") outgoing.end();
    });
    await using recorder = await recorderTo(vendor.url);
    const socket = connectTo(recorder);
    socket.write([0, 1, 2].map((number) => requestText(`/v1/${number}`, "1.1")).join(""));
    await once(socket, "data");
    await delay(50);
    socket.destroy();
    const startedAt = performance.now();
    const failures = (await recorder.take("a")).map((request) => request.failure);
    expect(failures).toEqual(Array.from({ length: 3 }, () => "the client ended the connection"));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test("a client of HTTP/1.0 gets its answer, and its connection is closed after it", async () => {
    await using vendor = await startTestVendor(echo);
    await using recorder = await recorderTo(vendor.url);
    const socket = connectTo(recorder);
    socket.write(requestText("/v1/messages", "1.0"));
    const heard = await everythingFrom(socket);
    expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n\/v1\/messages$/);
    expect(heard.toLowerCase()).not.toContain("transfer-encoding");
    expect(await recorder.take("a")).toMatchObject([{ status: 200, failure: null }]);
  });

  test("an answer that is cut reaches a client of HTTP/1.0 as a reset, since an end would look like its completion", async () => {
    await using vendor = await startTestVendor((incoming, outgoing) => {
      outgoing.write("half an answer", () => setTimeout(() => incoming.socket.destroy(), 20));
    });
    await using recorder = await recorderTo(vendor.url);
    const socket = connectTo(recorder);
    socket.write(requestText("/v1/messages", "1.0"));
    await expect(everythingFrom(socket)).rejects.toThrow("ECONNRESET");
    expect(await recorder.take("a")).toMatchObject([
      { status: 200, failure: expect.stringMatching("failed: aborted") },
    ]);
  });

  test("what is no HTTP is answered with 400 and observed by nobody", async () => {
    await using vendor = await startTestVendor(echo);
    await using recorder = await recorderTo(vendor.url);
    const socket = connectTo(recorder);
    socket.write("hello\r\n\r\n");
    expect(await everythingFrom(socket)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await recorder.take("a")).toEqual([]);
  });
});

test("a request that is answered before it has been sent is observed whole", async () => {
  await using vendor = await startTestVendor((_incoming, outgoing) => {
    outgoing.writeHead(429, { "content-type": "application/json" }).end("{}");
  });
  await using recorder = await recorderTo(vendor.url);
  const body = JSON.stringify({ model: "claude-sonnet-4-5", system: "x".repeat(100_000) });
  const socket = connectTo(recorder);
  const text = requestText("/v1/messages", "1.1", body);
  socket.write(text.slice(0, 50_000));
  const [heard] = (await once(socket, "data")) as [string];
  socket.write(text.slice(50_000));
  expect(heard).toMatch(/^HTTP\/1\.1 429 /);
  expect(await recorder.take("a")).toMatchObject([
    { status: 429, modelAsked: "claude-sonnet-4-5", failure: null },
  ]);
  socket.destroy();
});

describe("answers that no client expects", () => {
  test.each([
    ["an upgrade", "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"],
    ["a status that is none", "HTTP/1.1 999999 What\r\n\r\n"],
    ["a status below 100", "HTTP/1.1 42 What\r\nContent-Length: 2\r\n\r\n{}"],
    ["an empty connection", ""],
  ])("%s gives 502 and an end", async (_name, text) => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => socket.destroy());
      socket.once("data", () => socket.end(text));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await using recorder = await recorderTo(`http://127.0.0.1:${port}`);
    const response = await fetch(`${recorder.baseUrlFor("a")}/v1/messages`, {
      method: "POST",
      body: "{}",
    });
    expect(response.status).toBe(502);
    await response.text();
    const [seen] = await recorder.take("a");
    expect(seen?.failure).toEqual(expect.any(String));
    server.close();
  });

  test("a stream of broken events passes as it is, and what could be understood is kept", async () => {
    const broken = [
      'data: {"type":"message_start","message":{"model":"claude-sonnet-4-5","usage":{"input_tokens":"many"}}}\r\n\r\n',
      'data: {"type":"message_delta","usage":{"output_tok\n\n',
      "data: message_start\n\nevent: message_delta\n\n:\n\ndata\n\nmessage_delta\n",
      'data: {"type":"message_delta","usage":null}\n\ndata: [1,"message_delta"]\n\n',
      'data: {"type":"message_delta","usage":{"output_tokens":7}}',
      "\u0000\ufffd\n\n",
    ].join("");
    await using vendor = await startTestVendor((_incoming, outgoing) => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      outgoing.write(Buffer.from(broken).subarray(0, 101));
      outgoing.end(Buffer.from(broken).subarray(101));
    });
    await using recorder = await recorderTo(vendor.url);
    const response = await fetch(`${recorder.baseUrlFor("a")}/v1/messages`, {
      method: "POST",
      body: "{}",
    });
    expect(await response.text()).toBe(broken);
    expect(await recorder.take("a")).toMatchObject([
      { status: 200, modelServed: "claude-sonnet-4-5", failure: null },
    ]);
  });
});

test("law: what a process sends while it is taken is neither lost nor told twice nor mixed with another's", async () => {
  await using vendor = await startTestVendor(async (incoming, outgoing) => {
    await delay(Number(/\d$/.exec(incoming.url ?? "")?.[0] ?? 0));
    await echo(incoming, outgoing);
  });
  await using recorder = await recorderTo(vendor.url, { patienceMs: 4 });
  const taken: Record<string, string[]> = { a: [], b: [] };
  const sent: Record<string, string[]> = { a: [], b: [] };
  const sending = ["a", "b"].flatMap((process) =>
    [0, 1, 2, 3].map(async (sender) => {
      for (let count = 0; count < 40; count++) {
        const path = `/v1/${process}/${sender}/${count}`;
        sent[process]?.push(path);
        await fetch(recorder.baseUrlFor(process) + path, { method: "POST", body: "{}" });
      }
    }),
  );
  const done = Promise.all(sending).then(() => true);
  const take = async (process: string) => {
    const requests = await recorder.take(process);
    taken[process]?.push(...requests.map((request) => request.path));
    return requests.length;
  };
  // Two takers at once, until nothing more can come.
  while (!(await Promise.race([done, delay(3, false)]))) {
    await Promise.all([take("a"), take("a"), take("b")]);
  }
  while ((await take("a")) + (await take("b")) > 0);
  expect(taken["a"]?.toSorted()).toEqual(sent["a"]?.toSorted());
  expect(taken["b"]?.toSorted()).toEqual(sent["b"]?.toSorted());
  expect(recorder.strays()).toEqual([]);
});

test("law: clients that leave at any moment are observed as that, and the next is answered", async () => {
  await using vendor = await startTestVendor(async (incoming: IncomingMessage, outgoing) => {
    // A client that has left takes its body with it.
    await drain(incoming).catch(() => undefined);
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    for (let count = 0; count < 5; count++) {
      outgoing.write(`data: ${count}\n\n`);
      await delay(2);
    }
    outgoing.end();
  });
  await using recorder = await recorderTo(vendor.url);
  const url = `${recorder.baseUrlFor("a")}/v1/messages`;
  const body = "x".repeat(300_000);
  for (let patienceMs = 1; patienceMs < 60; patienceMs += 2) {
    const signal = AbortSignal.timeout(patienceMs);
    await fetch(url, { method: "POST", body, signal }).then(
      (response) => response.text().catch(() => undefined),
      () => undefined,
    );
  }
  const failures = new Set((await recorder.take("a")).map((request) => request.failure));
  expect(failures).toContain("the client ended the connection");
  expect(failures.size).toBeLessThanOrEqual(2);
  const response = await fetch(url, { method: "POST", body });
  expect(await response.text()).toContain("data: 4");
  expect(await recorder.take("a")).toMatchObject([{ status: 200, failure: null }]);
});
