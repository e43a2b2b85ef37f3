import type {
  ClientRequest,
  IncomingHttpHeaders,
  IncomingMessage,
  ServerResponse,
} from "node:http";
import { pipeline } from "node:stream/promises";
import { createEventReader, type Answer } from "./answerEvents.ts";
import { createAnswerReader } from "./answerReader.ts";
import { describeFailure } from "./failure.ts";
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
  /** of the vendor's answer; empty when there was none */
  readonly responseHeaders: IncomingHttpHeaders;
  readonly answer: Answer;
  /** what went wrong, be it only that the request was too long to be read */
  readonly failure: string | null;
};

type Seen = { -readonly [Key in keyof Omit<Exchange, "requestBody">]: Exchange[Key] };

/** What an answer tells that never came. */
const silence: Answer = createEventReader("json").end();

/** Longer bodies pass through unread. */
const longestReadBody = 32 * 1024 * 1024;

/** Passes a request on and its answer back, chunk by chunk, and tells what went by. Never rejects. */
export async function forward(
  passage: Passage,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<Exchange> {
  const arrivedAt = performance.now();
  const body = collectBody(incoming);
  const seen: Seen = {
    firstByteMs: null,
    status: null,
    responseHeaders: {},
    answer: silence,
    failure: null,
  };
  // Each end of a broken passage breaks the other: only the first cause is the cause.
  const fail = (reason: string) => (seen.failure ??= reason);
  const failWith = (thrown: unknown) => fail(describeFailure(thrown, passage.upstream.address));
  const left = signalOfLeaving(outgoing, () => fail("the client ended the connection"));
  try {
    const request = beginRequest(passage, incoming, left);
    incoming.pipe(request);
    const response = await firstAnswer(request);
    seen.firstByteMs = performance.now() - arrivedAt;
    seen.status = response.statusCode ?? null;
    seen.responseHeaders = response.headers;
    response.once("error", (error) => {
      failWith(error);
      breakOff(incoming);
    });
    await answerWith(response, outgoing, seen);
    if (!request.writableFinished) request.destroy();
  } catch (thrown) {
    refuse(outgoing, 502, "api_error", `sametwice: ${failWith(thrown)}`);
  }
  await readRest(incoming);
  const failure = seen.failure ?? seen.answer.error ?? body.tooLong();
  return { ...seen, failure, requestBody: body.read() };
}

/** A vendor may answer before it has read everything: the rest is read here, or the client could not go on. */
async function readRest(incoming: IncomingMessage): Promise<void> {
  incoming.unpipe();
  incoming.resume();
  const { socket } = incoming;
  if (incoming.readableEnded || socket.destroyed) return;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  incoming.once("end", resolve);
  // Once it is answered, a request no longer hears that its client has left.
  socket.once("close", resolve);
  await ended;
  socket.off("close", resolve);
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

/** To a client of HTTP/1.0 an answer is complete when the connection ends in order, so a cut one must not. */
function breakOff({ httpVersion, socket }: IncomingMessage): void {
  if (httpVersion === "1.0") socket.resetAndDestroy();
}

/** After the answer has begun, a fault shows on the answer; the request may report it too, and is heard by nobody. */
async function firstAnswer(request: ClientRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.once("response", resolve);
  request.on("error", reject);
  request.once("close", () => reject(new Error("it was closed without an answer")));
  return promise;
}

async function answerWith(
  response: IncomingMessage,
  outgoing: ServerResponse,
  seen: Seen,
): Promise<void> {
  const { "content-type": type, "content-encoding": encoding } = response.headers;
  const reader = createAnswerReader(type, encoding);
  try {
    outgoing.writeHead(
      response.statusCode ?? 502,
      response.statusMessage ?? "",
      headersToPassOn(response),
    );
    outgoing.flushHeaders();
    const passing = pipeline(response, outgoing);
    // After the pipeline's own listener, so that every chunk goes on before it is read.
    response.on("data", reader.write);
    await passing;
  } finally {
    response.destroy();
    seen.answer = await reader.end();
  }
}

type CollectedBody = {
  /** null when it is too long */
  readonly read: () => Buffer | null;
  /** in words; null when it is not */
  readonly tooLong: () => string | null;
};

/** Keeps a copy of a passing body until it grows too long to be read. */
function collectBody(incoming: IncomingMessage): CollectedBody {
  let chunks: Buffer[] | null = [];
  let length = 0;
  incoming.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > longestReadBody) chunks = null;
    chunks?.push(chunk);
  });
  return {
    read: () => chunks && Buffer.concat(chunks),
    tooLong: () =>
      chunks === null
        ? `a request of ${Math.round(length / 1_000_000)} MB was too long to be read`
        : null,
  };
}
