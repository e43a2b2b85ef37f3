import { closeSync, openSync, unlinkSync, writeSync } from "node:fs";
import { loggedReplay, type LoggedReplay, type Reading } from "../analysis/analysis.ts";
import { messageOf, UserError } from "../base/base.ts";
import { ownLineOf, type Imported, type LogFormat } from "../importers/importers.ts";
import { findLogs, readLog } from "../logFiles/logFiles.ts";
import type { ParseSource } from "../structure/structure.ts";
import { startReadingProgress } from "./scoreProgress.ts";
import { createReading, type Copy } from "./scoreReading.ts";

export type ReadLogsOptions = {
  readonly parse: ParseSource;
  /** of all files; detected when absent */
  readonly format?: LogFormat;
  /** gets every transcript as a line of our own format; must not exist */
  readonly exportFile?: string;
};

export type ReadLogs = {
  /** in the order of the files */
  readonly replays: readonly LoggedReplay[];
  readonly readingOf: (copies: readonly Copy[]) => Reading;
};

/**
 * Reads all logs among the paths. Transcripts are reduced to their structure one by one, so that logs may be larger than the memory.
 * @throws UserError when a path does not exist, or the export cannot be written
 */
export async function readLogs(
  paths: readonly string[],
  { parse, format, exportFile }: ReadLogsOptions,
): Promise<ReadLogs> {
  const found = await findLogs(paths);
  const replays: LoggedReplay[] = [];
  const reading = createReading(found);
  const progress = startReadingProgress(process.stderr, found.files);
  const exported = exportFile === undefined ? null : openExport(exportFile);
  try {
    for (const { path, isNamed } of found.files) {
      const take = (imported: Imported) => {
        exported?.write(imported);
        reading.add(imported);
        // Ids sort as the files were read.
        const id = String(replays.length).padStart(9, "0");
        replays.push(loggedReplay(id, { ...imported, file: path }, parse));
      };
      const given = format === undefined ? {} : { format };
      reading.file(await readLog(path, { ...given, take, onBytes: progress.onBytes }), isNamed);
      progress.onFile();
    }
  } finally {
    progress.end();
    exported?.close(replays.length);
  }
  return { replays, readingOf: reading.reading };
}

function openExport(path: string) {
  const file = openNew(path);
  return {
    write: (imported: Imported): void => {
      writeSync(file, `${ownLineOf(imported)}\n`);
    },
    close: (transcripts: number): void => {
      closeSync(file);
      if (transcripts === 0) unlinkSync(path);
    },
  };
}

/** Never an existing file: it may be one of the logs. */
function openNew(path: string): number {
  try {
    return openSync(path, "wx");
  } catch (error) {
    throw new UserError(`--export cannot write ${path}: ${messageOf(error)}.`, {
      advice: "Name a new file in a folder that exists.",
      cause: error,
    });
  }
}
