import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { messageOf, UserError } from "../base/base.ts";

/** What was really played in a replay. Calibration reads it; analysis never does. */
export type GroundTruth = {
  readonly replayId: string;
  readonly process: string;
  readonly prompt: string;
  /** experiments that the replay was in */
  readonly experiments: readonly string[];
  readonly degraded: boolean;
  /** healthy way or degraded form */
  readonly way: string;
};

export type GroundTruthLog = { readonly write: (truth: GroundTruth) => Promise<void> };

/**
 * Writes one JSON line per replay, when its first user turn is answered. An existing file is continued: a run may be resumed.
 * @param file null when nobody wants to know
 * @throws UserError when the file cannot be written
 */
export async function openGroundTruth(file: string | null): Promise<GroundTruthLog> {
  if (file === null) return { write: () => Promise.resolve() };
  try {
    await mkdir(dirname(file), { recursive: true });
    await appendFile(file, "");
  } catch (error) {
    throw new UserError(`The ground truth cannot be written to ${file} (${messageOf(error)}).`, {
      advice: "Choose a folder that can be written to.",
      cause: error,
    });
  }
  const written = new Set<string>();
  return {
    write: async (truth) => {
      if (written.has(truth.replayId)) return;
      written.add(truth.replayId);
      await appendFile(file, `${JSON.stringify(truth)}\n`);
    },
  };
}
