import { closeSync, openSync, readSync } from "node:fs";
import { messageOf } from "../base/base.ts";
import { importLog, type FileReport, type LogFormat, type Take } from "../importers/importers.ts";
import { readArchive } from "./readArchive.ts";

export type ReadOptions = {
  /** given by the user; detected when absent */
  readonly format?: LogFormat;
  readonly take: Take;
  /** told now and then how many bytes more were read */
  readonly onBytes: (bytes: number) => void;
};

/** Reads one log. What cannot be read is named in the result: nothing in a file, and no failure of the disk, makes it throw. */
export async function readLog(path: string, options: ReadOptions): Promise<FileReport> {
  const { take, onBytes, format } = options;
  try {
    if (isArchive(path)) return await readArchive(path, options);
    const given = format === undefined ? {} : { format };
    return importLog({ name: path, chunks: chunksOf(path, onBytes), ...given }, take);
  } catch (error) {
    const problem = { line: null, reason: messageOf(error) };
    const nothing = { format: null, transcripts: 0, others: {} };
    return { name: path, ...nothing, problemCount: 1, problems: [problem] };
  }
}

const chunkBytes = 1024 * 1024;

/** The file in pieces. Synchronous, since nothing else is to be done meanwhile and the readers are generators. */
function* chunksOf(path: string, onBytes: (bytes: number) => void): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    // One buffer for all: left to the garbage collector they would add up to the file.
    const buffer = new Uint8Array(chunkBytes);
    for (;;) {
      const bytes = readSync(file, buffer);
      if (bytes === 0) return;
      onBytes(bytes);
      yield buffer.subarray(0, bytes);
    }
  } finally {
    closeSync(file);
  }
}

function isArchive(path: string): boolean {
  const file = openSync(path, "r");
  try {
    const head = Buffer.alloc(4);
    readSync(file, head);
    // "PK\5\6" is how an archive without members begins.
    return head.equals(Buffer.from("PK\u0003\u0004")) || head.equals(Buffer.from("PK\u0005\u0006"));
  } finally {
    closeSync(file);
  }
}
