import { sha256 } from "../base/base.ts";
import { editDistance, treeEdits } from "../edits/edits.ts";
import type { FileChange } from "../record/record.ts";
import { fencesOf } from "./answer.ts";
import { languageOfFence, languageOfPath } from "./languages.ts";
import type { CodeUnit, Language, ParseSource, SyntaxNode } from "./types.ts";

/**
 * The content of the changed files; deleted ones are told by `files`. When no file changed, the code blocks of the
 * answer stand in as `answer:1` and so on: then the answer is the work, otherwise it only quotes it.
 */
export function codeChannel(
  changes: readonly FileChange[],
  answer: string,
  parse: ParseSource,
): readonly CodeUnit[] {
  const units =
    changes.length > 0
      ? changes.flatMap((change) => unitOfChange(change, parse))
      : fencesOf(answer).map(({ language, source }, index) =>
          unitOf(
            `answer:${index + 1}`,
            { language: languageOfFence(language), before: null, source },
            parse,
          ),
        );
  return units.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function unitOfChange(change: FileChange, parse: ParseSource): CodeUnit[] {
  if (change.kind === "deleted") return [];
  if (change.after === null) {
    return [{ path: change.path, form: "opaque", hash: change.hash ?? "unknown" }];
  }
  const { path, before, after } = change;
  return [unitOf(path, { language: languageOfPath(path), before, source: after }, parse)];
}

type Code = {
  readonly language: Language | undefined;
  /** null when nothing was there, or nobody knows what */
  readonly before: string | null;
  readonly source: string;
};

function unitOf(path: string, { language, before, source }: Code, parse: ParseSource): CodeUnit {
  const tree = language === undefined ? null : parse(language, source);
  if (tree !== null && language !== undefined) {
    const measurement = measured(tree);
    const treeBefore = before === null ? null : parse(language, before);
    const edited = treeBefore === null ? measurement.size : editsSince(treeBefore, tree);
    return { path, form: "tree", edited, ...measurement };
  }
  const why = language === undefined ? "no-grammar" : "does-not-parse";
  const { hash, tokens } = hashedTokens(source);
  const edited =
    before === null ? tokens.length : tokenEdits(hashedTokens(before), { hash, tokens });
  return { path, form: "tokens", why, hash, edited, tokens };
}

type HashedTokens = { readonly hash: string; readonly tokens: readonly string[] };

function hashedTokens(source: string): HashedTokens {
  const tokens = tokensOf(source);
  return { hash: hashOf(tokens.join("\n")), tokens };
}

const knownEdits = new WeakMap<SyntaxNode, WeakMap<SyntaxNode, number>>();

/** Counted once for each pair, since a prompt has one text before and few texts after. */
function editsSince(before: SyntaxNode, after: SyntaxNode): number {
  const known = knownEdits.get(before) ?? new WeakMap<SyntaxNode, number>();
  knownEdits.set(before, known);
  const edited = known.get(after) ?? treeEdits(before, after);
  known.set(after, edited);
  return edited;
}

const mostRemembered = 10_000;
const knownTokenEdits = new Map<string, number>();

/** Likewise; a lock file may take a second. */
function tokenEdits(before: HashedTokens, after: HashedTokens): number {
  const pair = `${before.hash} ${after.hash}`;
  const edited = knownTokenEdits.get(pair) ?? editDistance(before.tokens, after.tokens);
  if (knownTokenEdits.size >= mostRemembered) knownTokenEdits.clear();
  knownTokenEdits.set(pair, edited);
  return edited;
}

type MeasuredTree = { readonly hash: string; readonly size: number; readonly tree: SyntaxNode };

/** Parsers give the same tree for the same source, and most replays of a prompt end in the same sources. */
const measurements = new WeakMap<SyntaxNode, MeasuredTree>();

function measured(tree: SyntaxNode): MeasuredTree {
  const before = measurements.get(tree);
  if (before !== undefined) return before;
  const measurement = { hash: hashOf(textOf(tree)), size: sizeOf(tree), tree };
  measurements.set(tree, measurement);
  return measurement;
}

/** Above this, lines are the tokens: a lock file has 80,000 words and no structure worth that time. */
const mostTokens = 5_000;

function tokensOf(source: string): string[] {
  const words = source.match(/\w+|[^\w\s]/g) ?? [];
  if (words.length <= mostTokens) return words;
  return source.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
}

function hashOf(text: string): string {
  return sha256(text).slice(0, 16);
}

/** The tree as one text; several times faster than JSON, which counts because every distinct source is hashed. */
function textOf(tree: SyntaxNode): string {
  return `${tree.label}\u0001${tree.children.map(textOf).join("")}\u0002`;
}

function sizeOf(tree: SyntaxNode): number {
  return tree.children.reduce((sum, child) => sum + sizeOf(child), 1);
}
