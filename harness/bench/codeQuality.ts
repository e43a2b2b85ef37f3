import Table from "cli-table3";
import { median } from "simple-statistics";
import { loadParsers } from "../syntax/syntax.ts";
import { corpusLanguages, readCorpus, type Source } from "./codeQualityCorpus.ts";
import { measureInside } from "./codeQualityInside.ts";
import { confusionAt, rocAuc } from "./codeQualityMeasures.ts";
import { readOwnSources } from "./codeQualityOwnSources.ts";
import {
  crossPairs,
  formOf,
  ownPairs,
  structureOfText,
  type Label,
  type Pair,
} from "./codeQualityPairs.ts";
import type { ParseSource } from "../structure/structure.ts";

/** A prompt with few pairs is judged by this; measured thresholds lie between the other two. See `divergence/thresholds.ts`. */
const [lowest, usual, highest] = [0.1, 0.3, 0.5];
/** Changes of behaviour of one kind in one source. */
const mostChanges = 6;

type Group = { readonly name: string; readonly form: string; readonly pairs: readonly Pair[] };

/** How well the distance of `code` tells sources of the same structure from others, by language, on pairs whose label is known. */
export async function measureCodeQuality(): Promise<string> {
  const parse = await loadParsers();
  const groups: Group[] = [];
  for (const language of corpusLanguages) {
    groups.push(measure(language, await readCorpus(language), parse));
  }
  groups.push(measure("own sources", await readOwnSources(), parse));
  const all = { name: "all", form: "", pairs: groups.flatMap((group) => group.pairs) };
  return [
    "",
    tableOf([...groups, all]),
    await measureInside(parse),
    ...groups.flatMap(surprisesOf),
  ].join("\n");
}

function measure(name: string, sources: readonly Source[], parse: ParseSource): Group {
  const forms = sources.map((one) => formOf(structureOfText(one, one.text, parse)));
  const pairs = [
    ...sources.flatMap((source) => ownPairs(source, parse, mostChanges)),
    ...crossPairs(sources, parse),
  ];
  return { name, form: [...new Set(forms)].join(", "), pairs };
}

function tableOf(groups: readonly Group[]): string {
  const table = new Table({
    head: [
      "language",
      "compared by",
      "same:\nn, median, max",
      "rewritten:\nn, median, max",
      "independent:\nn, min, median",
      "other task:\nn, min, median",
      "AUC\nindep.",
      "with\nrewr.",
      "other\ntask",
      `> ${lowest}, ${usual}, ${highest}\nsame`,
      "\nrewritten",
      "\nindependent",
      "changed:\nn, seen",
      `\n> ${lowest}`,
      "known unseen:\nn, seen",
    ],
    style: { head: [], border: [] },
  });
  table.push(...groups.map(rowOf));
  return table.toString();
}

function rowOf(group: Group): string[] {
  const of = (label: Label) =>
    group.pairs.flatMap((pair) => (pair.label === label ? [pair.distance] : []));
  const [same, rewritten, independent, different] = [
    of("same"),
    of("rewritten"),
    of("independent"),
    of("different"),
  ];
  const [changed, invisible] = [of("changed"), of("known-invisible")];
  return [
    group.name,
    group.form,
    spread(same, Math.max),
    spread(rewritten, Math.max),
    spread(independent, Math.min),
    spread(different, Math.min),
    areaOf(same, independent),
    areaOf([...same, ...rewritten], independent),
    areaOf(same, different),
    overEach(same),
    overEach(rewritten),
    overEach(independent),
    `${changed.length}, ${percent(changed, 0)}`,
    percent(changed, lowest),
    `${invisible.length}, ${percent(invisible, 0)}`,
  ];
}

function spread(distances: readonly number[], extreme: (...of: number[]) => number): string {
  if (distances.length === 0) return "0";
  const [middle, end] = [median([...distances]).toFixed(3), extreme(...distances).toFixed(3)];
  return `${distances.length}, ${extreme === Math.min ? `${end}, ${middle}` : `${middle}, ${end}`}`;
}

function areaOf(same: readonly number[], other: readonly number[]): string {
  return same.length === 0 || other.length === 0 ? "-" : rocAuc(same, other).toFixed(3);
}

function overEach(distances: readonly number[]): string {
  const counts = [lowest, usual, highest].map(
    (threshold) => confusionAt(threshold, [], distances).otherAsOther,
  );
  return `${counts.join(", ")} of ${distances.length}`;
}

function percent(distances: readonly number[], above: number): string {
  if (distances.length === 0) return "-";
  const share = distances.filter((distance) => distance > above).length / distances.length;
  return `${(share * 100).toFixed(1)} %`;
}

/** What should not be: a distance between sources of the same structure, and a change that is not seen. */
function surprisesOf({ name, pairs }: Group): string[] {
  const moved = pairs.filter(({ label, distance }) => label === "same" && distance > 0);
  const unseen = pairs.filter(({ label, distance }) => label === "changed" && distance === 0);
  return [
    ...moved.map((pair) => `${name}, same but ${pair.distance.toFixed(3)} apart: ${pair.what}`),
    ...unseen.map((pair) => `${name}, changed but not seen: ${pair.what}`),
  ];
}
