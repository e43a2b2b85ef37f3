import { execa } from "execa";
import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { quantile } from "simple-statistics";

const pairs = 1_000;
const warmUpPairs = 200;
const downloads = 9;

/**
 * What the recorder costs a request, in words: the time to the first byte of a streaming answer, for small requests and for
 * such of 90 KB, and the throughput of 100 MB. The same requests go direct and through the recorder in turns; client,
 * recorder and vendor are processes of their own, as in a run against a real API.
 */
export async function measureRecorderLatency(): Promise<string> {
  await using vendor = await startPart("vendor");
  await using recorder = await startPart("recorder", vendor.url);
  const ways = { direct: vendor.url, through: recorder.url };
  const lines = [];
  for (const kilobytes of [1, 90]) {
    const body = requestOf(kilobytes);
    const { direct, through } = await measurePairs(ways, pairs, (url) => firstByteMs(url, body));
    lines.push(`first byte, request of ${kilobytes} KB: ${describeDelay(direct, through)}`);
  }
  const { direct, through } = await measurePairs(ways, downloads, downloadMs);
  lines.push(`answer of 100 MB: ${describeThroughput(direct, through)}`);
  return `\n  ${lines.join("\n  ")}`;
}

type Ways = { readonly direct: string; readonly through: string };
type Pairs = { readonly direct: readonly number[]; readonly through: readonly number[] };

/** Measures both ways in turns, each as often first as the other; what the first turns cost is left out. */
async function measurePairs(
  ways: Ways,
  count: number,
  measure: (url: string) => Promise<number>,
): Promise<Pairs> {
  const seen: { direct: number[]; through: number[] } = { direct: [], through: [] };
  const warmUp = Math.min(warmUpPairs, count);
  for (let turn = 0; turn < warmUp + count; turn++) {
    const order =
      turn % 2 === 0 ? (["direct", "through"] as const) : (["through", "direct"] as const);
    for (const way of order) {
      const ms = await measure(ways[way]);
      if (turn >= warmUp) seen[way].push(ms);
    }
  }
  return seen;
}

function describeDelay(direct: readonly number[], through: readonly number[]): string {
  const added = through.map((ms, index) => ms - (direct[index] ?? 0));
  const both = (values: readonly number[]) =>
    `median ${quantile([...values], 0.5).toFixed(2)} ms, p95 ${quantile([...values], 0.95).toFixed(2)} ms`;
  const ratio = quantile([...through], 0.5) / quantile([...direct], 0.5);
  return `direct ${both(direct)}; through ${both(through)}; added ${both(added)}; ratio ${ratio.toFixed(2)} (${added.length} pairs)`;
}

function describeThroughput(direct: readonly number[], through: readonly number[]): string {
  const speed = (values: readonly number[]) => 100_000 / quantile([...values], 0.5);
  const slower = speed(direct) / speed(through);
  return `direct ${speed(direct).toFixed(0)} MB/s; through ${speed(through).toFixed(0)} MB/s; ratio ${slower.toFixed(2)} (median of ${direct.length})`;
}

/** About as a client makes it: two thirds are tools, the rest is system prompt and conversation. */
function requestOf(kilobytes: number): string {
  const words = (count: number) => "Reads a file. ".repeat((count * 1_000) / 14);
  const tools = Array.from({ length: 20 }, (_, index) => ({
    name: `Tool${index}`,
    description: words(kilobytes / 30),
    input_schema: { type: "object" },
  }));
  return JSON.stringify({
    model: "m",
    system: words(kilobytes / 6),
    tools: kilobytes > 10 ? tools : [],
    messages: [{ role: "user", content: words(kilobytes / 6) }],
  });
}

const agent = new Agent({ keepAlive: true });

/** From the first write to the first byte of the answer's body. */
async function firstByteMs(url: string, body: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await post(`${url}/v1/messages`, body);
  const ended = once(answer, "end");
  await once(answer, "data");
  const ms = performance.now() - startedAt;
  await ended;
  return ms;
}

async function downloadMs(url: string): Promise<number> {
  const startedAt = performance.now();
  const answer = await post(`${url}/v1/download`, "{}");
  await once(answer.resume(), "end");
  return performance.now() - startedAt;
}

async function post(url: string, body: string): Promise<IncomingMessage> {
  const asked = request(url, { method: "POST", agent });
  asked.end(body);
  const [answer]: IncomingMessage[] = await once(asked, "response");
  if (answer?.statusCode !== 200) throw new Error(`${url} answered ${answer?.statusCode}.`);
  return answer;
}

/** Starts `recorderParts.ts` as one of the processes; its first line is its address. */
async function startPart(...args: readonly string[]) {
  const child = execa(process.execPath, [
    fileURLToPath(new URL("recorderParts.ts", import.meta.url)),
    ...args,
  ]);
  const [url]: string[] = await once(createInterface({ input: child.stdout }), "line");
  return {
    url: url ?? "",
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await child;
    },
  };
}
