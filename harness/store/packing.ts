import { deflateRawSync, inflateRawSync } from "node:zlib";
import { canonicalJson, sha256 } from "../base/base.ts";

/*
 * deflate rather than zstd: 5 % smaller on transcripts, a tenth of a millisecond slower, and its interface is stable.
 */

/** Compressed JSON of a value. */
export function packJson(value: unknown): Uint8Array {
  return packText(canonicalJson(value));
}

/** The value of what `packJson` gave, not yet checked. @throws Error when the bytes are damaged */
export function unpackJson(bytes: Uint8Array): unknown {
  return JSON.parse(unpackText(bytes));
}

/** A text to be stored once under its hash. */
export type Blob = { readonly hash: string; readonly text: string };

export function blobOf(text: string): Blob {
  return { hash: sha256(text), text };
}

export function packText(text: string): Uint8Array {
  return deflateRawSync(text);
}

/** @throws Error when the bytes are damaged */
export function unpackText(bytes: Uint8Array): string {
  return inflateRawSync(bytes).toString("utf8");
}
