import type { Transform } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from "node:zlib";
import { createEventReader, type Answer } from "./answerEvents.ts";

/** Reads a copy of an answer while the answer itself passes by. */
export type AnswerReader = {
  readonly write: (chunk: Buffer) => void;
  /** What the answer said; a damaged or unreadable one says as much as was read before the damage. */
  readonly end: () => Promise<Answer>;
};

/**
 * A whole answer tells its model and usage only when all of it is there; none of this API is longer. A stream tells them
 * piece by piece and is not kept, but what unpacks to more than this is no answer either.
 */
const longestRead = { json: 8 * 1024 * 1024, sse: 1024 * 1024 * 1024 } as const;

/** A decoder that lags behind further than this is given up, so that what waits for it does not fill the memory. */
const longestBacklog = 16 * 1024 * 1024;

/** A reader for an answer with these headers; an encoding that we do not know leaves it unread. */
export function createAnswerReader(
  contentType: string | undefined,
  contentEncoding: string | undefined,
): AnswerReader {
  const kind = contentType?.includes("event-stream") ? "sse" : "json";
  const events = createEventReader(kind);
  const text = new StringDecoder("utf8");
  let length = 0;
  const take = (chunk: Buffer) => {
    length += chunk.length;
    if (length <= longestRead[kind]) events.write(text.write(chunk));
  };
  const encoding = (contentEncoding ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") {
    return { write: take, end: () => Promise.resolve(events.end()) };
  }
  const decoder = decoders[encoding]?.();
  if (decoder === undefined) return { write: () => {}, end: () => Promise.resolve(events.end()) };
  const ended = new Promise<void>((resolve) => decoder.once("close", resolve));
  decoder.on("data", (chunk: Buffer) => {
    take(chunk);
    if (length > longestRead[kind]) decoder.destroy();
  });
  // A cut answer ends in the middle of its encoding: what came before it has been read, and the cut is told elsewhere.
  decoder.on("error", () => decoder.destroy());
  return {
    write: (chunk) => {
      if (decoder.writableLength > longestBacklog) decoder.destroy();
      if (!decoder.destroyed) decoder.write(chunk);
    },
    end: async () => {
      decoder.end();
      await ended;
      return events.end();
    },
  };
}

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};
