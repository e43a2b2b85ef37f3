import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../base/base.ts";
import type { Answer } from "./answerEvents.ts";
import { createAnswerReader } from "./answerReader.ts";
import { headersToPassOn, processHeader } from "./headers.ts";
import type { Upstream } from "./upstream.ts";

/** One request on its way: who sent it, and where it goes. */
export type Passage = {
  readonly upstream: Upstream;
  /** path and query for the upstream, after its base path */
  readonly path: string;
  /** value of the process header, null to send none */
  readonly tag: string | null;
};

/** What was seen of one exchange. */
export type Exchange = {
  /** the request's body; null when it is longer than what is read */
  readonly requestBody: Buffer | null;
  readonly firstByteMs: number | null;
  readonly status: number | null;
  readonly answer: Answer;
  readonly failure: string | null;
};

type Seen = { -readonly [Key in keyof Omit<Exchange, "requestBody">]: Exchange[Key] };

const silence: Answer = { modelServed: null, usage: null, error: null };

/** Longer bodies pass through unread. */
const longestReadBody = 32 * 1024 * 1024;

/** Passes a request on and its answer back, chunk by chunk, and tells what went by. Never rejects. */
export async function forward(
  passage: Passage,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Exchange> {
  const arrivedAt = performance.now();
  const requestBody = collectBody(incoming);
  const seen: Seen = { firstByteMs: null, status: null, answer: silence, failure: null };
  // Each end of a broken passage breaks the other: only the first cause is the cause.
  const fail = (reason: string) => (seen.failure ??= reason);
  const left = signalOfLeaving(outgoing, () => fail("the client ended the connection"));
  try {
    const request = beginRequest(passage, incoming, left);
    incoming.pipe(request);
    const response = await firstAnswer(request);
    seen.firstByteMs = performance.now() - arrivedAt;
    seen.status = response.statusCode ?? null;
    response.once("error", (error) => fail(describeFailure(error, passage.upstream.host)));
    await answerWith(response, outgoing, seen);
    if (!request.writableFinished) request.destroy();
  } catch (thrown) {
    const failure = fail(describeFailure(thrown, passage.upstream.host));
    if (seen.status === null) refuse(outgoing, 502, "api_error", `sametwice: ${failure}`);
  }
  // A vendor may answer before it has read everything: the rest is read here, or the client could not go on.
  incoming.unpipe();
  incoming.resume();
  return { ...seen, failure: seen.failure ?? seen.answer.error, requestBody: requestBody() };
}

/** Answers in the vendor's own shape, so that every client reads it as an API error; nothing when it is too late. */
export function refuse(
  outgoing: ServerResponse,
  status: number,
  type: "api_error" | "not_found_error",
  message: string,
): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  outgoing.writeHead(status, { "content-type": "application/json" });
  outgoing.end(JSON.stringify({ type: "error", error: { type, message } }));
}

function beginRequest(
  passage: Passage,
  incoming: IncomingMessage,
  signal: AbortSignal,
): ClientRequest {
  const headers = headersToPassOn(incoming);
  if (passage.tag !== null) headers.push(processHeader, passage.tag);
  // Only what the client did is done again: node:http would end a DELETE with a body of unknown length too early.
  if ("transfer-encoding" in incoming.headers) headers.push("transfer-encoding", "chunked");
  return passage.upstream.request({
    method: incoming.method ?? "GET",
    path: passage.path,
    headers,
    signal,
  });
}

/** Aborts when the client leaves before its answer is complete. */
function signalOfLeaving(outgoing: ServerResponse, onLeaving: () => void): AbortSignal {
  const leaving = new AbortController();
  outgoing.once("close", () => {
    if (outgoing.writableFinished) return;
    onLeaving();
    leaving.abort();
  });
  return leaving.signal;
}

/** After the answer has begun, a fault shows on the answer; the request may report it too, and is heard by nobody. */
async function firstAnswer(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.once("response", resolve);
  request.on("error", reject);
  return promise;
}

async function answerWith(
  response: IncomingMessage,
  outgoing: ServerResponse,
  seen: Seen,
): Promise<void> {
  const { "content-type": type, "content-encoding": encoding } = response.headers;
  const reader = createAnswerReader(type, encoding);
  outgoing.writeHead(
    response.statusCode ?? 502,
    response.statusMessage ?? "",
    headersToPassOn(response),
  );
  outgoing.flushHeaders();
  response.on("data", reader.write);
  try {
    await pipeline(response, outgoing);
  } finally {
    seen.answer = await reader.end();
  }
}

/** Keeps a copy of a passing body until it grows too long to be read. */
function collectBody(incoming: IncomingMessage): () => Buffer | null {
  let chunks: Buffer[] | null = [];
  let length = 0;
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > longestReadBody) chunks = null;
    chunks?.push(chunk);
  });
  return () => chunks && Buffer.concat(chunks);
}

function describeFailure(thrown: unknown, host: string): string {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  return code === "ECONNREFUSED"
    ? `no vendor at ${host} (${code})`
    : `the connection to ${host} failed: ${messageOf(thrown) || code}`;
}
