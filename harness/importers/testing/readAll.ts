import { importLog, type FileReport, type Imported, type LogFormat } from "../importers.ts";

/** Everything of a log, which the tests are small enough to hold. */
export type Read = FileReport & { readonly imported: readonly Imported[] };

/** Reads a text or bytes in pieces of an odd size, so that lines and characters are cut anywhere. */
export function readAll(name: string, data: string | Uint8Array, format?: LogFormat): Read {
  const imported: Imported[] = [];
  const chunks = piecesOf(typeof data === "string" ? new TextEncoder().encode(data) : data);
  const given = format === undefined ? {} : { format };
  const report = importLog({ name, chunks, ...given }, (one) => imported.push(one));
  return { ...report, imported };
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  const size = bytes.length > 100_000 ? 65_521 : 61;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The one transcript of a log. @throws Error when there are none or more */
export function only({ imported }: Read): Imported {
  const [first] = imported;
  if (first === undefined || imported.length > 1) {
    throw new Error(`${imported.length} transcripts, not one`);
  }
  return first;
}
