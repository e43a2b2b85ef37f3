import { channelDistance } from "../divergence/divergence.ts";
import { structureOf, type ParseSource, type Structure } from "../structure/structure.ts";
import { unknownUsage, type Transcript } from "../transcript/transcript.ts";
import { behaviourChanges, knownInvisible } from "./codeQualityChanges.ts";
import type { Source } from "./codeQualityCorpus.ts";
import { rewordings } from "./codeQualitySame.ts";

/** What is known about two sources, from how they were made. */
export type Label =
  /** renamed, reformatted, other comments, other order of imports or keys */
  | "same"
  /** an equivalent rewrite */
  | "rewritten"
  /** two solutions of one task, written apart */
  | "independent"
  /** solutions of two tasks */
  | "different"
  /** one small change of behaviour */
  | "changed"
  /** one that is documented as not seen */
  | "known-invisible";

export type Pair = {
  readonly label: Label;
  /** what was done, and where */
  readonly what: string;
  /** of the channel `code`, [0, 1] */
  readonly distance: number;
};

/** How a language's sources are compared. */
export type Form = "tree" | "tokens: no-grammar" | "tokens: does-not-parse" | "opaque";

export const emptyTranscript: Transcript = {
  schema: "sametwice.transcript/1",
  turns: [{ prompt: "", steps: [], usage: unknownUsage, wallMs: 0 }],
  ending: { kind: "completed" },
};

/** The structure of a replay that did nothing but write this file. */
export function structureOfText(source: Source, text: string, parse: ParseSource): Structure {
  const path = `solution.${source.extension}`;
  const change = { path, kind: "created", before: null, after: text, hash: null } as const;
  return structureOf({ transcript: emptyTranscript, changes: [change] }, parse);
}

export function formOf(structure: Structure): Form {
  const unit = structure.code[0];
  if (unit === undefined || unit.form === "opaque") return "opaque";
  return unit.form === "tokens" ? `tokens: ${unit.why}` : "tree";
}

/** All texts that have the structure of a source, each with its name; those that the language does not permit are left out. */
export function rewordingsOf(source: Source): readonly (readonly [string, string])[] {
  const single = Object.entries(rewordings).map(
    ([name, reword]) => [name, reword(source, source.text)] as const,
  );
  const together = Object.entries(rewordings)
    .filter(([name]) => name !== "comments added")
    .reduce((text, [, reword]) => reword(source, text), source.text);
  return [...single, ["all together", together] as const].filter(
    ([, text]) => text !== source.text,
  );
}

/** Pairs of a source and what can be made of it. */
export function ownPairs(source: Source, parse: ParseSource, most: number): readonly Pair[] {
  const original = structureOfText(source, source.text, parse);
  const compare = (text: string, label: Label, what: string): Pair[] => {
    const other = structureOfText(source, text, parse);
    // A change that does not parse is no change of behaviour; anything else must be shown.
    const isMade = label === "changed" || label === "known-invisible";
    if (isMade && formOf(other) !== formOf(original)) return [];
    return [{ label, what, distance: channelDistance("code", original, other) }];
  };
  const { name } = source;
  return [
    ...rewordingsOf(source).flatMap(([kind, text]) => compare(text, "same", `${name}: ${kind}`)),
    ...source.rewrites.flatMap(([from, to]) =>
      compare(
        source.text.replace(from, () => to),
        "rewritten",
        `${name}: ${from} => ${to}`,
      ),
    ),
    ...behaviourChanges(source, most).flatMap(({ rule, line, from, to, text }) =>
      compare(
        text,
        knownInvisible.has(rule) ? "known-invisible" : "changed",
        `${name}:${line} ${rule}: ${from} => ${to}`,
      ),
    ),
  ];
}

/** Each source with each other. */
export function crossPairs(sources: readonly Source[], parse: ParseSource): readonly Pair[] {
  const all = sources.map((source) => ({
    source,
    structure: structureOfText(source, source.text, parse),
  }));
  return all.flatMap((one, index) =>
    all.slice(index + 1).map((other) => ({
      label: one.source.task === other.source.task ? "independent" : "different",
      what: `${one.source.name} and ${other.source.name}`,
      distance: channelDistance("code", one.structure, other.structure),
    })),
  );
}
