import type { Structure } from "../structure/structure.ts";
import { calibrationCells } from "./calibrate.ts";
import { rememberedDistances } from "./subjects.ts";
import type { StructuredReplay } from "./types.ts";

/** One of the ways in which sessions do a prompt. */
export type Mode = {
  readonly hash: string;
  readonly structure: Structure;
  readonly sessions: number;
  /** of the sessions that voted, (0, 1] */
  readonly share: number;
};

/**
 * The ways in which the sessions of one client configuration do a prompt, the most frequent first: all clusters of their votes,
 * of which the first is the reference when it has a clear majority.
 * @param replays of one prompt under all client configurations, because they share the noise threshold
 * @returns [] when the configuration has no replay
 */
export function modesOf(
  replays: readonly StructuredReplay[],
  clientConfiguration: string,
): readonly Mode[] {
  const cells = calibrationCells(replays, rememberedDistances());
  const own = cells.find((cell) => cell.calibration.clientConfiguration === clientConfiguration);
  return (own?.consensus.modes() ?? []).map(({ subject, sessions }) => ({
    hash: subject.hash,
    structure: subject.structure,
    sessions,
    share: sessions / (own?.consensus.sessions ?? sessions),
  }));
}
