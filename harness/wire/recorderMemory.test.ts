import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { drain, startRecorderProcess, startTestVendor } from "./testing/servers.ts";

const megabyte = Buffer.alloc(1_000_000, "x");
const hundred = 100 * megabyte.length;

/** More than the part of a body that is kept for reading, less than what passes. */
const mostGrowthMb = 80;

/** How much a sender could get rid of. */
type Sent = { megabytes: number };

function* hundredMegabytes(sent: Sent = { megabytes: 0 }) {
  for (; sent.megabytes < 100; sent.megabytes++) yield megabyte;
}

const events = Buffer.from(
  `data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"${"x".repeat(4_000)}"}}\n\n`.repeat(
    100,
  ),
);
const messageStart = `data: {"type":"message_start","message":{"model":"claude-sonnet-4-5","usage":{"input_tokens":1}}}\n\n`;

function* endlessEvents() {
  yield Buffer.from(messageStart);
  for (;;) yield events;
}

/** What the kernel takes off a sender's hands on two connections is far less than this. */
const mostUnderWayMb = 50;

/** Reads a body whose sender must wait meanwhile: after the first chunk nothing is read for a while. */
async function readSlowly(body: IncomingMessage, sent: Sent): Promise<number> {
  let length = 0;
  for await (const chunk of body) {
    if (length === 0) {
      await delay(500);
      expect(sent.megabytes).toBeLessThan(mostUnderWayMb);
    }
    length += (chunk as Buffer).length;
  }
  return length;
}

async function readUntil(enough: number, body: IncomingMessage): Promise<number> {
  let length = 0;
  for await (const chunk of body) {
    length += (chunk as Buffer).length;
    if (length >= enough) break;
  }
  return length;
}

test("100 MB pass in either direction, past slow readers and without an end, and the recorder keeps but little of them", async () => {
  const sent = { upload: { megabytes: 0 }, download: { megabytes: 0 } };
  await using vendor = await startTestVendor(async (incoming, outgoing) => {
    if (incoming.url === "/v1/upload") {
      outgoing.end(String(await readSlowly(incoming, sent.upload)));
      return;
    }
    await drain(incoming);
    const isEndless = incoming.url === "/v1/endless";
    sent.download.megabytes = 0;
    outgoing.writeHead(200, {
      "content-type": isEndless ? "text/event-stream" : "application/json",
    });
    // The client leaves an endless answer: that is how it ends.
    await pipeline(isEndless ? endlessEvents() : hundredMegabytes(sent.download), outgoing).catch(
      () => undefined,
    );
  });
  await using recorder = await startRecorderProcess(vendor.url);
  const post = async (path: string, body: Iterable<Buffer> = []): Promise<IncomingMessage> => {
    const request = httpRequest(recorder.baseUrl + path, { method: "POST" });
    const answered = once(request, "response") as Promise<[IncomingMessage]>;
    await pipeline(Readable.from(body), request);
    const [answer] = await answered;
    return answer;
  };

  // What node leaves lying about for a while (some 100 MB) is no memory that grows: it is there before the count begins.
  await drain(await post("/v1/upload", hundredMegabytes()));
  await drain(await post("/v1/download"));
  const before = await recorder.report();

  const uploaded = await post("/v1/upload", hundredMegabytes(sent.upload));
  expect((await uploaded.toArray()).join("")).toBe(String(hundred));
  expect(await readSlowly(await post("/v1/download"), sent.download)).toBe(hundred);
  expect(await readUntil(hundred, await post("/v1/endless"))).toBeGreaterThanOrEqual(hundred);

  const after = await recorder.report();
  expect(after.requests).toMatchObject([
    {
      path: "/v1/upload",
      modelAsked: null,
      status: 200,
      failure: "a request of 100 MB was too long to be read",
    },
    { path: "/v1/download", status: 200, failure: null },
    {
      path: "/v1/endless",
      modelServed: "claude-sonnet-4-5",
      failure: "the client ended the connection",
    },
  ]);
  expect(after.peakMb - before.peakMb).toBeLessThan(mostGrowthMb);
});
