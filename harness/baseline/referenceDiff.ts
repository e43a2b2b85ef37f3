import { formatPatch, OMIT_HEADERS, structuredPatch } from "diff";
import {
  scoreAgainst,
  type PromptCalibration,
  type ReplayScore,
  type StructuredReplay,
} from "../divergence/divergence.ts";
import { structureHash } from "../structure/structure.ts";
import { channelLines, freezeStructure, thawStructure } from "./frozenStructure.ts";
import type { Cell } from "./measureRun.ts";
import type { FrozenMode, FrozenPrompt } from "./schema.ts";
import type { ChannelDiff, ReferenceDiff } from "./types.ts";

/** Scores replays by a frozen reference and its thresholds, each distinct structure once. */
export type FrozenYardstick = (replay: StructuredReplay) => ReplayScore;

/** @returns null when the prompt was approved without a reference */
export function yardstickOf(frozen: FrozenPrompt): FrozenYardstick | null {
  if (frozen.reference === null) return null;
  const calibration: PromptCalibration = {
    promptId: frozen.id,
    clientConfiguration: frozen.clientConfiguration,
    gate: frozen.gate,
    threshold: frozen.threshold,
    reference: { ...frozen.reference, structure: thawStructure(frozen.reference.structure) },
    ambiguous: false,
    note: frozen.note,
  };
  const known = new Map<string, ReplayScore>();
  return (replay) => {
    const hash = structureHash(replay.structure, frozen.gate);
    const { promptId, clientConfiguration } = calibration;
    // An upgraded client has another configuration; it is the frozen reference that it is held against.
    const asFrozen = { ...replay, promptId, clientConfiguration };
    const score = known.get(hash) ?? scoreAgainst(asFrozen, { prompts: [calibration] });
    known.set(hash, score);
    return score;
  };
}

/** How the reference of the run lies to the frozen one. */
export function compareReferences(
  before: FrozenMode,
  frozen: FrozenPrompt,
  { cell, yardstick }: { readonly cell: Cell; readonly yardstick: FrozenYardstick },
): ReferenceDiff {
  const { reference, promptId, clientConfiguration, gate } = cell.calibration;
  const { structure, hash, share, sessions } = reference;
  const asReplay = { replayId: "", session: "", promptId, clientConfiguration, structure, gate };
  const score = yardstick(asReplay);
  const now = freezeStructure(structure, frozen.gate);
  const distances = score.kind === "scored" ? score.distances : {};
  return {
    before: { hash: before.hash, share: before.share, sessions: before.sessions },
    now: { hash, share, sessions },
    severity: score.kind === "scored" ? score.severity : 0,
    channels: frozen.gate.flatMap((channel): ChannelDiff[] => {
      const distance = distances[channel] ?? 0;
      if (distance === 0) return [];
      const lines = [channelLines(before.structure, channel), channelLines(now, channel)] as const;
      const threshold = frozen.threshold[channel] ?? 1;
      return [{ channel, distance, threshold, diff: lineDiff(...lines) }];
    }),
  };
}

/** Steps around a change: enough to find the place. */
const context = 2;

function lineDiff(before: readonly string[], now: readonly string[]): string {
  const text = (lines: readonly string[]) => lines.map((line) => `${oneLine(line)}\n`).join("");
  const patch = structuredPatch("", "", text(before), text(now), "", "", { context });
  return formatPatch(patch, OMIT_HEADERS).trimEnd();
}

function oneLine(line: string): string {
  return line.replaceAll(/\s*\n\s*/g, " ");
}
