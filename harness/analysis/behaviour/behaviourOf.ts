import {
  alignSequences,
  replayModes,
  type ReplayMode,
  type ReplayModes,
} from "../../divergence/divergence.ts";
import { groupBy } from "../estimates.ts";
import { belongingOf } from "./belonging.ts";
import { departuresOf } from "./departures.ts";
import { firstDivergence } from "./firstDivergence.ts";
import { sessionsAmong } from "./laneShare.ts";
import { describeModes, modeName, modesDescribed } from "./modes.ts";
import { stepsOf } from "./stepsOf.ts";
import type {
  BehaviourOptions,
  BehaviourPrompt,
  BehaviourReplay,
  ConfigurationBehaviour,
  PromptBehaviour,
  StepAlignment,
  StepView,
} from "./types.ts";

/**
 * Where the replays of a prompt part, and into which modes they fall, for each client configuration. The same replays give the same
 * result in whatever order they come.
 */
export function behaviourOf(prompt: BehaviourPrompt, options: BehaviourOptions): PromptBehaviour {
  const replays = prompt.replays.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const structured = ({ id, session, clientConfiguration, structure }: BehaviourReplay) => ({
    replayId: id,
    promptId: prompt.promptId,
    clientConfiguration,
    session,
    structure,
    gate: prompt.gate,
  });
  const all = prompt.noiseFrom ?? replays;
  const modes = replayModes(replays.map(structured), all.map(structured));
  const configurations = [...groupBy(replays, (replay) => replay.clientConfiguration)]
    .sort(([a, as], [b, bs]) => bs.length - as.length || (a < b ? -1 : 1))
    .map(([name, own]) => configurationBehaviour(name, own, modes, options));
  return {
    promptId: prompt.promptId,
    gate: prompt.gate,
    threshold: modes.threshold,
    configurations,
  };
}

function configurationBehaviour(
  clientConfiguration: string,
  replays: readonly BehaviourReplay[],
  { threshold, configurations, notes }: ReplayModes,
  { level, randomFor }: BehaviourOptions,
): ConfigurationBehaviour {
  const modes = configurations.get(clientConfiguration) ?? [];
  const readSteps = remembering(stepsOf);
  const alignment = stepAlignment(replays);
  const described = describeModes(modes, { replays, threshold, level, readSteps });
  const rest = modes.slice(modesDescribed);
  const strategies = replays.flatMap(({ strategy }) => strategy ?? []);
  return {
    clientConfiguration,
    strategies: [...new Set(strategies)].sort(),
    replays: replays.length,
    sessions: sessionsAmong(replays),
    lanes: new Set(replays.map(({ lane }) => lane)).size,
    alignment,
    firstDivergence: firstDivergence(replays, { level, readSteps }),
    departures: departuresOf(replays, alignment),
    modes: described,
    rest: { modes: rest.length, replays: rest.reduce((sum, mode) => sum + mode.replays.length, 0) },
    belonging: belongingOf(placedReplays(replays, modes), modesAskedAbout(modes), (what) =>
      randomFor(`${clientConfiguration}/${what}`),
    ),
    notes,
  };
}

function remembering(
  read: (replay: BehaviourReplay) => readonly StepView[],
): (replay: BehaviourReplay) => readonly StepView[] {
  const known = new Map<string, readonly StepView[]>();
  return (replay) => {
    const steps = known.get(replay.id) ?? read(replay);
    known.set(replay.id, steps);
    return steps;
  };
}

/** Tokens of an alignment that a report holds; more is no reading, and a file of 100 MB. */
const mostTokens = 200_000;

function stepAlignment(replays: readonly BehaviourReplay[]): StepAlignment {
  const { rows, columns, leftOut, exact } = alignSequences(
    replays.map(({ structure }) => structure.tools),
  );
  let tokens = 0;
  const kept = rows.filter((row, index) => {
    tokens += row.tokens.length;
    return index === 0 || tokens <= mostTokens;
  });
  return {
    columns,
    rows: kept.map((row) => ({
      replays: row.members.length,
      example: replays[row.members[0] ?? 0]?.id ?? "",
      tokens: row.tokens,
      columns: row.columns,
    })),
    leftOut: leftOut + rows.length - kept.length,
    exact,
  };
}

function placedReplays(replays: readonly BehaviourReplay[], modes: readonly ReplayMode[]) {
  const names = new Map(
    modes.flatMap((mode, index) => mode.replays.map((id) => [id, modeName(index)] as const)),
  );
  return replays.map((replay) => ({ replay, mode: names.get(replay.id) ?? "" }));
}

/** Each further mode makes all tests weaker, and a mode of one replay belongs to nothing. */
const mostAsked = 3;

function modesAskedAbout(modes: readonly ReplayMode[]): readonly string[] {
  return modes
    .slice(1, 1 + mostAsked)
    .flatMap((mode, index) => (mode.replays.length > 1 ? [modeName(index + 1)] : []));
}
