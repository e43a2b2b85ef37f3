import type { Random } from "../../base/base.ts";
import { channelDistance, type StructuredReplay } from "../../divergence/divergence.ts";
import { permanova, sessionClusters, type DistanceMatrix } from "../../statistics/statistics.ts";
import { structureHash } from "../../structure/structure.ts";
import { groupBy, meanOf } from "../estimates.ts";
import { exactShare } from "../shares.ts";
import type { ClusterInsight } from "./types.ts";

/** Linkage is cubic in sessions; a night has fewer. */
const mostSessions = 120;
/** Every pair of different structures of a prompt is compared once, and a pair of programs can take a millisecond. */
const mostStructures = 40;

const alpha = 0.05;

type Options = {
  readonly level: number;
  readonly waveOf: (replayId: string) => number;
  readonly random: Random;
};

/**
 * Do sessions fall into groups by what they do? Sessions are compared prompt by prompt by their medoids; whether structure sticks to
 * sessions at all is tested by exchanging replays between them. Equal structures are compared once.
 * @param replays of one strategy
 * @see STATISTICS 2i.4
 */
export function clusterInsight(
  replays: readonly StructuredReplay[],
  { level, waveOf, random }: Options,
): ClusterInsight {
  const sessions = [...groupBy(replays, ({ session }) => session).values()];
  const byPrompt = [...groupBy(replays, ({ promptId }) => promptId).values()];
  const prompts = sessions.length > mostSessions ? [] : byPrompt.map(formsOf);
  const tooMany =
    sessions.length > mostSessions
      ? `${sessions.length} sessions are more than the ${mostSessions} that are compared with each other`
      : prompts.some(({ forms }) => forms > mostStructures)
        ? `a prompt has more than ${mostStructures} different structures`
        : sessions.length < 2
          ? "fewer than two sessions"
          : null;
  if (tooMany !== null) return unknown(sessions.length, tooMany);
  const apart = distanceIn(prompts);
  const test = stickinessOfStructure(replays, { apart, prompts, waveOf, random });
  // Few replays in few ways fall into neat groups by chance: without sticky structure there is nothing to group.
  if (test === null || test > alpha) return oneGroup(sessions.length, test);
  const found = sessionClusters(distancesOfSessions(sessions, apart), level);
  const groups = found.clusters.map(({ members }) => ({
    sessions: members.length,
    share: exactShare(members.length, sessions.length, {
      level,
      method: "Clopper-Pearson over sessions",
      notes: [],
    }),
    waves: wavesOf(
      members.flatMap((member) => sessions[member] ?? []),
      waveOf,
    ),
  }));
  const result = {
    sessions: sessions.length,
    groups,
    strays: found.strays.length,
    silhouette: found.silhouette,
    p: test,
  };
  return { ...result, text: textOf(result, found.note) };
}

function unknown(sessions: number, why: string): ClusterInsight {
  return {
    sessions,
    groups: [],
    strays: 0,
    silhouette: null,
    p: null,
    text: `Sessions were not grouped by what they do: ${why}.`,
  };
}

function oneGroup(sessions: number, p: number | null): ClusterInsight {
  const why =
    p === null
      ? "whether structure sticks to sessions could not be tested"
      : `p ${p.toFixed(3)}, PERMANOVA`;
  return {
    ...unknown(sessions, ""),
    p,
    text: `Nothing shows that the ${sessions} sessions fall into groups by what they do (${why}).`,
  };
}

/** The different structures of a prompt, and how far they lie apart. */
type Forms = {
  readonly forms: number;
  readonly formOf: ReadonlyMap<string, number>;
  readonly distance: (a: number, b: number) => number;
  /** distance of each form to the one that lies closest to all replays */
  readonly deviation: (form: number) => number;
};

function formsOf(own: readonly StructuredReplay[]): Forms {
  const gate = own[0]?.gate ?? [];
  const groups = [...groupBy(own, ({ structure }) => structureHash(structure, gate)).values()];
  const formOf = new Map(
    groups.flatMap((group, form) => group.map(({ replayId }) => [replayId, form] as const)),
  );
  if (groups.length > mostStructures)
    return { forms: groups.length, formOf, distance: () => 0, deviation: () => 0 };
  const structures = groups.flatMap(([first]) => (first === undefined ? [] : [first.structure]));
  const table = structures.map((a, i) =>
    structures
      .slice(0, i)
      .map((b) => meanOf(gate.map((channel) => channelDistance(channel, a, b))) ?? 0),
  );
  const distance = (a: number, b: number): number =>
    a === b ? 0 : (table[Math.max(a, b)]?.[Math.min(a, b)] ?? 0);
  const toAll = (form: number) =>
    groups.reduce((sum, group, other) => sum + group.length * distance(form, other), 0);
  const usual = [...groups.keys()].reduce(
    (best, form) => (toAll(form) < toAll(best) ? form : best),
    0,
  );
  return { forms: groups.length, formOf, distance, deviation: (form) => distance(form, usual) };
}

type Distance = (a: StructuredReplay, b: StructuredReplay) => number;

/** Replays of different prompts can only be compared by how unusual they are. */
function distanceIn(prompts: readonly Forms[]): Distance {
  const formsOfReplay = new Map(
    prompts.flatMap((forms) =>
      [...forms.formOf].map(([id, form]) => [id, { forms, form }] as const),
    ),
  );
  return (a, b) => {
    const [one, two] = [formsOfReplay.get(a.replayId), formsOfReplay.get(b.replayId)];
    if (one === undefined || two === undefined) return 0;
    if (one.forms === two.forms) return one.forms.distance(one.form, two.form);
    return Math.abs(one.forms.deviation(one.form) - two.forms.deviation(two.form));
  };
}

/** Mean over the prompts that both sessions played of the distance of their medoids. */
function distancesOfSessions(
  sessions: readonly (readonly StructuredReplay[])[],
  apart: Distance,
): DistanceMatrix {
  const medoids = sessions.map(
    (own) =>
      new Map(
        [...groupBy(own, ({ promptId }) => promptId)].map(([id, replays]) => [
          id,
          medoidOf(replays, apart),
        ]),
      ),
  );
  return medoids.map((mine) =>
    medoids.map((theirs) => {
      const distances = [...mine].flatMap(([id, medoid]) => {
        const other = theirs.get(id);
        return medoid === undefined || other === undefined ? [] : [apart(medoid, other)];
      });
      return meanOf(distances) ?? 0;
    }),
  );
}

function medoidOf(
  replays: readonly StructuredReplay[],
  apart: Distance,
): StructuredReplay | undefined {
  const toAll = (replay: StructuredReplay) =>
    replays.reduce((sum, other) => sum + apart(replay, other), 0);
  return replays
    .map((replay) => ({ replay, sum: toAll(replay) }))
    .reduce((best, one) => (one.sum < best.sum ? one : best)).replay;
}

function stickinessOfStructure(
  replays: readonly StructuredReplay[],
  {
    apart,
    prompts,
    waveOf,
    random,
  }: Pick<Options, "waveOf" | "random"> & {
    readonly apart: Distance;
    readonly prompts: readonly Forms[];
  },
): number | null {
  if (prompts.every(({ forms }) => forms === 1)) return null;
  const distances = replays.map((a) => replays.map((b) => apart(a, b)));
  const items = replays.map(({ replayId, session, promptId }) => ({
    group: session,
    cell: `${waveOf(replayId)}/${promptId}`,
  }));
  return permanova(distances, items, random, 499).p;
}

function wavesOf(
  replays: readonly StructuredReplay[],
  waveOf: (replayId: string) => number,
): readonly number[] {
  return [...new Set(replays.map(({ replayId }) => waveOf(replayId)))].sort((a, b) => a - b);
}

function textOf(
  { sessions, groups, strays, silhouette, p }: Omit<ClusterInsight, "text">,
  note: string | null,
): string {
  const test = `structure within sessions p ${(p ?? 1).toFixed(3)}, PERMANOVA`;
  if (silhouette === null || groups.length < 2)
    return `By what they do, the ${sessions} sessions form one group${note === null ? "" : ` (${note}; ${test})`}.`;
  const sizes = groups.map((group) => group.sessions).join(", ");
  const outage = groups.slice(1).some(({ waves }) => waves.length === 1);
  return (
    `By what they do, the ${sessions} sessions form ${groups.length} groups of ${sizes}` +
    `${strays === 0 ? "" : ` and ${strays} strays`} (silhouette ${silhouette.toFixed(2)}; ${test}).` +
    (outage ? " A group that was seen in one wave only is an outage, not a slice." : "")
  );
}
