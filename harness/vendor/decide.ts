import { hashToUnit } from "../base/base.ts";
import type { Conditions, Experiment, VendorProfile } from "./profile.ts";
import type { Script, ScriptStep } from "./script.ts";
import type { AnnouncedReplay } from "./types.ts";
import { inRange } from "./versionRange.ts";

/** Who asks, as the request's headers tell. */
export type Client = {
  /** null for a client that is neither of ours */
  readonly kind: "claude-code" | "sdk" | null;
  readonly version: string;
  readonly betas: ReadonlySet<string>;
};

/** All that a decision may depend on: never the order of requests, never what else is going on. */
export type Situation = {
  readonly seed: number;
  readonly replay: AnnouncedReplay;
  readonly client: Client;
};

/** What the vendor plays, and why. */
export type Decision = {
  readonly degraded: boolean;
  /** id of the healthy way or of the degraded form */
  readonly way: string;
  readonly steps: readonly ScriptStep[];
  /** ids of the experiments that this replay is in, whether or not they had an effect on it */
  readonly experiments: readonly string[];
};

/** What happens in a replay before a script is chosen: the part of the decision that the truth of a profile rests on. */
export type Outcome = {
  readonly experiments: readonly Experiment[];
  readonly kind: "degraded" | "far" | "preferred" | "near" | "usual";
  /** the experiment that caused it, null for what is healthy variation */
  readonly cause: Experiment | null;
};

/** Draws what happens in a replay: an experiment's damage first, then noise, then a preferred way, then variety. */
export function drawOutcome(profile: VendorProfile, situation: Situation): Outcome {
  const { seed, replay } = situation;
  const experiments = profile.experiments.filter((experiment) => isIn(experiment, situation));
  const draw = (what: string) => hashToUnit(seed, what, replay.replayId);
  const degrading = experiments.find(
    ({ id, effect }) => "degrade" in effect && draw(`degrade ${id}`) < effect.degrade,
  );
  if (degrading) return { experiments, kind: "degraded", cause: degrading };
  if (draw("noise") < profile.noise) return { experiments, kind: "far", cause: null };
  const preferring = experiments.find(({ effect }) => "prefer" in effect);
  if (preferring) return { experiments, kind: "preferred", cause: preferring };
  if (draw("variety") < profile.variety) return { experiments, kind: "near", cause: null };
  return { experiments, kind: "usual", cause: null };
}

/** Chooses what is played of a script. The same situation gives the same decision, always. */
export function decide(profile: VendorProfile, script: Script, situation: Situation): Decision {
  const outcome = drawOutcome(profile, situation);
  const unit = hashToUnit(situation.seed, "form", situation.replay.replayId);
  const { id, steps } = played(script, outcome, unit);
  return {
    degraded: outcome.kind === "degraded",
    way: id,
    steps,
    experiments: outcome.experiments.map((experiment) => experiment.id),
  };
}

type Played = { readonly id: string; readonly steps: readonly ScriptStep[] };

function played(script: Script, { kind, cause }: Outcome, unit: number): Played {
  const effect = cause?.effect;
  switch (kind) {
    case "degraded": {
      const forms = effect && "forms" in effect ? effect.forms : undefined;
      const named = script.degraded.filter((form) => forms?.includes(form.id));
      return pick(named.length > 0 ? named : script.degraded, unit);
    }
    case "preferred": {
      const wanted = effect && "prefer" in effect ? script.ways[effect.prefer] : undefined;
      return wanted ?? pick(script.ways, 0);
    }
    case "near":
    case "far": {
      const alternatives = script.ways.filter((way) => way.kind === kind);
      return alternatives.length > 0 ? pick(alternatives, unit) : pick(script.ways, 0);
    }
    case "usual":
      return pick(script.ways, 0);
  }
}

/** @param unit in [0, 1) */
function pick<T>(items: readonly T[], unit: number): T {
  const item = items[Math.floor(unit * items.length)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

/** Whether a replay is in an experiment: its unit was drawn, and the conditions hold now. */
function isIn(experiment: Experiment, situation: Situation): boolean {
  const { seed, replay } = situation;
  const isDrawn =
    hashToUnit(seed, experiment.id, unitKey(experiment.unit, replay)) < experiment.share;
  return isDrawn && conditionsHold(experiment.conditions, situation);
}

function unitKey(unit: Experiment["unit"], replay: AnnouncedReplay): string {
  switch (unit) {
    case "request":
      return replay.replayId;
    case "conversation":
      return `${replay.processId}/${replay.conversation}`;
    case "process":
      return replay.processId;
    case "device":
      return replay.device;
    case "account":
      return replay.account;
  }
}

function conditionsHold(conditions: Conditions, { replay, client }: Situation): boolean {
  const { betas, client: ranges, sessionAgeAtLeast, idleAtLeast, calendar } = conditions;
  return (
    (betas ?? []).every((beta) => client.betas.has(beta)) &&
    (ranges === undefined || clientIsIn(ranges, client)) &&
    replay.sessionAgeMinutes >= (sessionAgeAtLeast ?? 0) &&
    replay.idleMinutes >= (idleAtLeast ?? 0) &&
    replay.atMinute >= (calendar?.from ?? 0) &&
    replay.atMinute < (calendar?.to ?? Number.POSITIVE_INFINITY)
  );
}

function clientIsIn(ranges: NonNullable<Conditions["client"]>, client: Client): boolean {
  const range = client.kind === null ? undefined : ranges[client.kind];
  return range !== undefined && inRange(client.version, range);
}
