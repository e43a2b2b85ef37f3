import { readdir } from "node:fs/promises";
import type { RunRecords } from "../record/record.ts";
import { languageOfPath, languagesIn, type ParseSource } from "../structure/structure.ts";
import type { Suite } from "../suite/suite.ts";
import { loadParsers } from "../syntax/syntax.ts";

/** Parsers of the languages that a recorded run contains. */
export function parsersForRun({ replays }: RunRecords): Promise<ParseSource> {
  return loadParsers(languagesIn(replays));
}

/**
 * Parsers of the languages in a suite's workspaces: what its replays will mostly change. Other files are compared by tokens as long as the
 * run lasts, where structures only steer its spending; reports read them all. Every loaded grammar makes starting an agent slower.
 */
export async function parsersForSuite({ prompts }: Suite): Promise<ParseSource> {
  const workspaces = new Set(prompts.map(({ workspace }) => workspace));
  const files = await Promise.all(
    [...workspaces].map((folder) => readdir(folder, { recursive: true })),
  );
  const languages = files.flat().map((file) => languageOfPath(file));
  return loadParsers([...new Set(languages)].filter((language) => language !== undefined));
}
