import type { StructuredReplay } from "../../divergence/divergence.ts";
import {
  agreementRates,
  clusterEntropy,
  fleissKappa,
  krippendorffAlpha,
} from "../../statistics/statistics.ts";
import { structureHash } from "../../structure/structure.ts";
import type { Transcript } from "../../transcript/transcript.ts";
import { groupBy, meanOf } from "../estimates.ts";
import { codeForms } from "./codeForms.ts";
import { channelSimilarity, spread } from "./similarity.ts";
import type { AgreementInsight } from "./types.ts";

/** What the agent wrote in a replay, and the replay's structure. */
export type ComparedReplay = {
  /** equal for equal texts; asked only of the replays that are compared */
  readonly answer: () => string;
  readonly structured: StructuredReplay;
};

/** Agreement compares all with all; more replays of a prompt or of all prompts together would tell little more. */
const mostPerPrompt = 100;
const mostInAll = 1_000;

/**
 * How alike the replays of a prompt are, in the words of the literature: TARr@n of the answers' text, TARa@n of the structure in the
 * gating channels. As many replays of each prompt, spread over the sessions.
 * @param replays the usable lane replays of one strategy, in the order of their ids
 */
export function agreementInsight(replays: readonly ComparedReplay[]): AgreementInsight {
  const all = [...groupBy(replays, ({ structured }) => structured.promptId).values()];
  const n = commonSize(all.map(({ length }) => length));
  const prompts = all.filter(({ length }) => length >= n).map((own) => spread(own, n));
  const forms = codeForms(replays.map(({ structured }) => structured));
  if (n < 2)
    return { ...nothing, n, codeForms: forms, notes: ["no prompt has two usable replays"] };
  const structures = prompts.map((own) =>
    own.map(({ structured: { structure, gate } }) => structureHash(structure, gate)),
  );
  const sequences = prompts.map((own) =>
    own.map(({ structured }) => structureHash(structured.structure, ["tools"])),
  );
  const agreement = agreementRates(structures);
  const entropies = structures.map((values) => clusterEntropy(countsOf(values)).normalised);
  const kappa = fleissKappa(tableOf(structures));
  return {
    n,
    prompts: prompts.length,
    rawAgreement: agreementRates(prompts.map((own) => own.map(({ answer }) => answer())))
      .totalAgreement,
    structureAgreement: agreement.totalAgreement,
    flipRate: agreement.flipRate,
    fleissKappa: kappa.kappa,
    krippendorffAlpha: krippendorffAlpha(structures, "nominal").alpha,
    entropy: meanOf(entropies.filter((value) => value !== null)),
    uniqueSequences: agreementRates(sequences).uniqueValues,
    similarity: channelSimilarity(prompts.map((own) => own.map(({ structured }) => structured))),
    codeForms: forms,
    notes: [
      ...(kappa.note === null ? [] : [`kappa and alpha: ${kappa.note}`]),
      ...(prompts.length === all.length
        ? []
        : [`${all.length - prompts.length} prompts with fewer than ${n} replays left out`]),
    ],
  };
}

const nothing = {
  prompts: 0,
  rawAgreement: null,
  structureAgreement: null,
  flipRate: null,
  fleissKappa: null,
  krippendorffAlpha: null,
  entropy: null,
  uniqueSequences: null,
  similarity: [],
} as const;

/** What at least four of five prompts have, so that one prompt with few replays does not decide for all. */
function commonSize(sizes: readonly number[]): number {
  const sorted = sizes.toSorted((a, b) => a - b);
  const common = sorted[Math.floor(sorted.length / 5)] ?? 0;
  const most = Math.max(
    2,
    Math.min(mostPerPrompt, Math.floor(mostInAll / Math.max(1, sizes.length))),
  );
  return Math.min(common, most);
}

/** All text that the agent wrote, byte for byte. */
export function answerText(transcript: Transcript): string {
  return transcript.turns
    .flatMap(({ steps }) => steps.flatMap((step) => (step.kind === "text" ? [step.text] : [])))
    .join("\n");
}

function countsOf(values: readonly string[]): readonly number[] {
  return [...groupBy(values, (value) => value).values()].map(({ length }) => length);
}

/** For every prompt how many replays have each structure. */
function tableOf(structures: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const kinds = [...new Set(structures.flat())];
  const placeOf = new Map(kinds.map((kind, place) => [kind, place]));
  return structures.map((own) => {
    const row = kinds.map(() => 0);
    for (const kind of own) {
      const place = placeOf.get(kind) ?? 0;
      row[place] = (row[place] ?? 0) + 1;
    }
    return row;
  });
}
