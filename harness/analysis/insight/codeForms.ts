import type { StructuredReplay } from "../../divergence/divergence.ts";
import type { CodeForms } from "./types.ts";

/** Enough to find the others; the JSON of a run with thousands of broken files would hold nothing else. */
const mostNamed = 3;

/**
 * In which form the channel `code` compares what the replays changed. Files that do not parse or have no grammar are compared by tokens, where
 * renaming and the order of imports count; a reader has to know how many there are.
 * @param replays all usable replays of a strategy or row
 */
export function codeForms(replays: readonly StructuredReplay[]): CodeForms {
  const units = replays.flatMap(({ structure }) => structure.code);
  const byTokens = (reason: "no-grammar" | "does-not-parse") =>
    pathsOf(units.filter((unit) => unit.form === "tokens" && unit.why === reason));
  return {
    trees: units.filter(({ form }) => form === "tree").length,
    doNotParse: byTokens("does-not-parse"),
    noGrammar: byTokens("no-grammar"),
    opaque: pathsOf(units.filter(({ form }) => form === "opaque")),
  };
}

function pathsOf(units: readonly { readonly path: string }[]): CodeForms["opaque"] {
  const paths = new Set(units.map(({ path }) => path));
  return { count: units.length, paths: [...paths].toSorted().slice(0, mostNamed) };
}
