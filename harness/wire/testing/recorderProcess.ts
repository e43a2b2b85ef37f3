import { createInterface } from "node:readline";
import { startRecorder } from "../wire.ts";

/**
 * A recorder in a process of its own, so that its memory can be measured. Argument: the upstream. The first line that it
 * prints is the base URL of its process "a"; for every line that it reads it prints its peak memory in MB and what "a" sent.
 */
const recorder = await startRecorder({ upstream: process.argv[2] ?? "", tagUpstream: false });
process.stdout.write(`${recorder.baseUrlFor("a")}\n`);
for await (const _line of createInterface({ input: process.stdin })) {
  const requests = await recorder.take("a");
  const peakMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`${JSON.stringify({ peakMb, requests })}\n`);
}
await recorder.close();
