import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { startRecorder } from "../wire/wire.ts";

/*
 * `node recorderParts.ts vendor` and `node recorderParts.ts recorder URL`: what `recorderLatency.ts` measures, each in a
 * process of its own. Prints its address and ends with its input.
 */

const event = `event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"type":"text_delta","text":"word"}}\n\n`;
const answers: Readonly<Record<string, readonly Buffer[]>> = {
  "/v1/messages": Array.from({ length: 5 }, () => Buffer.from(event)),
  "/v1/download": Array.from({ length: 100 }, () => Buffer.alloc(1_000_000, "x")),
};

const [part, upstream = ""] = process.argv.slice(2);
process.stdin.resume().once("end", () => process.exit());
if (part === "vendor") startVendor();
else await openRecorder();

function startVendor(): void {
  const server = createServer((incoming, outgoing) => {
    incoming.resume().once("end", () => {
      outgoing.writeHead(200, { "content-type": "text/event-stream" });
      void pipeline(Readable.from(answers[incoming.url ?? ""] ?? []), outgoing);
    });
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The vendor has no port.");
    process.stdout.write(`http://127.0.0.1:${address.port}\n`);
  });
}

async function openRecorder(): Promise<void> {
  const recorder = await startRecorder({ upstream, tagUpstream: false });
  // As in a run: what was observed is taken from time to time.
  setInterval(() => void recorder.take("a"), 500);
  process.stdout.write(`${recorder.baseUrlFor("a")}\n`);
}
