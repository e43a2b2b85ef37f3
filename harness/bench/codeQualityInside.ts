import Table from "cli-table3";
import { median } from "simple-statistics";
import { channelDistance } from "../divergence/divergence.ts";
import {
  structureOf,
  type CodeUnit,
  type ParseSource,
  type Structure,
} from "../structure/structure.ts";
import { corpusLanguages, readCorpus, type Source } from "./codeQualityCorpus.ts";
import { emptyTranscript } from "./codeQualityPairs.ts";

/** The distances of one kind of pair: with the text before known, and as if nobody knew it. */
type Distances = { readonly known: number[]; readonly unknown: number[] };

type Inside = {
  readonly language: string;
  /** nodes of the file before; of the largest, where tasks differ */
  readonly nodes: number;
  readonly independent: Distances;
  readonly rewritten: Distances;
};

/** How often the other sources stand in the file. */
const repeats = 10;

/**
 * The same pairs where the solution is no file of its own: two replays add it to a file that holds all other tasks' solutions ten times.
 * Languages whose sources cannot stand one after the other are left out.
 */
export async function measureInside(parse: ParseSource): Promise<string> {
  const table = new Table({
    head: [
      "added to a large file",
      "its nodes",
      "independent: n,\nmin, median, before known",
      "\nnot known",
      "rewritten: n,\nmax, before known",
      "\nnot known",
    ],
    style: { head: [], border: [] },
  });
  const all: Inside[] = [];
  for (const language of corpusLanguages) {
    const inside = insideOf(language, await readCorpus(language), parse);
    if (inside.independent.known.length > 0) all.push(inside);
  }
  table.push(...[...all, together(all)].map(rowOf));
  return table.toString();
}

function insideOf(language: string, sources: readonly Source[], parse: ParseSource): Inside {
  const found = {
    independent: { known: [], unknown: [] } as Distances,
    rewritten: { known: [], unknown: [] } as Distances,
  };
  let nodes = 0;
  for (const [index, one] of sources.entries()) {
    const before = Array.from({ length: repeats }, () =>
      sources.flatMap(({ task, text }) => (task === one.task ? [] : [text])).join("\n"),
    ).join("\n");
    const add = (label: keyof typeof found, text: string) => {
      const [known, unknown] = [before, null].map((was) =>
        distanceOf(
          leaving(one, { was, after: `${before}\n${one.text}` }, parse),
          leaving(one, { was, after: `${before}\n${text}` }, parse),
        ),
      );
      if (known === undefined || known === null || unknown === undefined || unknown === null)
        return;
      found[label].known.push(known);
      found[label].unknown.push(unknown);
    };
    for (const other of sources.slice(index + 1)) {
      if (other.task === one.task) add("independent", other.text);
    }
    for (const [from, to] of one.rewrites) {
      add(
        "rewritten",
        one.text.replace(from, () => to),
      );
    }
    const unit: CodeUnit | undefined = leaving(one, { was: null, after: before }, parse).code[0];
    if (unit?.form === "tree") nodes = Math.max(nodes, unit.size);
  }
  return { language, nodes, ...found };
}

/** What a replay leaves that found `was` in the file and wrote `after`. */
function leaving(
  { extension }: Source,
  { was, after }: { readonly was: string | null; readonly after: string },
  parse: ParseSource,
): Structure {
  const change = {
    path: `all.${extension}`,
    kind: "modified",
    before: was,
    after,
    hash: null,
  } as const;
  return structureOf({ transcript: emptyTranscript, changes: [change] }, parse);
}

function distanceOf(a: Structure, b: Structure): number | null {
  const areTrees = [a, b].every(({ code }) => code[0]?.form === "tree");
  return areTrees ? channelDistance("code", a, b) : null;
}

function together(all: readonly Inside[]): Inside {
  const joined = (label: "independent" | "rewritten"): Distances => ({
    known: all.flatMap((one) => one[label].known),
    unknown: all.flatMap((one) => one[label].unknown),
  });
  const nodes = Math.max(0, ...all.map((one) => one.nodes));
  return {
    language: "all",
    nodes,
    independent: joined("independent"),
    rewritten: joined("rewritten"),
  };
}

function rowOf({ language, nodes, independent, rewritten }: Inside): string[] {
  const apart = (distances: readonly number[]) =>
    distances.length === 0
      ? "0"
      : `${distances.length}, ${Math.min(...distances).toFixed(3)}, ${median([...distances]).toFixed(3)}`;
  const near = (distances: readonly number[]) =>
    distances.length === 0 ? "0" : `${distances.length}, ${Math.max(...distances).toFixed(3)}`;
  return [
    language,
    String(nodes),
    apart(independent.known),
    apart(independent.unknown),
    near(rewritten.known),
    near(rewritten.unknown),
  ];
}
