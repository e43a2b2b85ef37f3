import { UserError } from "../base/base.ts";
import type { Channel } from "../record/record.ts";
import type { CodeUnit, Structure, SyntaxNode } from "../structure/structure.ts";
import type { FrozenStructure } from "./schema.ts";
import { linesOfTree, treeOfLines } from "./treeText.ts";

type FrozenCode = NonNullable<FrozenStructure["code"]>[number];

/** What of a structure counts, in a form that people can read in a file. */
export function freezeStructure(structure: Structure, gate: readonly Channel[]): FrozenStructure {
  const has = (channel: Channel) => gate.includes(channel);
  return {
    ...(has("ending") && { ending: structure.ending }),
    ...(has("tools") && { tools: [...structure.tools] }),
    ...(has("targets") && { targets: structure.targets.map((target) => ({ ...target })) }),
    ...(has("files") && { files: structure.files.map(({ kind, path }) => ({ kind, path })) }),
    ...(has("code") && { code: structure.code.map(freezeCode) }),
    ...(has("answer") && { answer: [...structure.answer] }),
    ...(has("effort") && { effort: { ...structure.effort } }),
  };
}

function freezeCode(unit: CodeUnit): FrozenCode {
  const { path, hash } = unit;
  switch (unit.form) {
    case "tree":
      return { form: "tree", path, hash, edited: unit.edited, tree: [...linesOfTree(unit.tree)] };
    case "tokens":
      return {
        form: "tokens",
        path,
        hash,
        why: unit.why,
        edited: unit.edited,
        tokens: [...unit.tokens],
      };
    case "opaque":
      return { form: "opaque", path, hash };
  }
}

/**
 * A structure to measure distances to. Channels that were not frozen are empty: they do not gate.
 * @throws UserError when a syntax tree cannot be read
 */
export function thawStructure(frozen: FrozenStructure): Structure {
  return {
    ending: frozen.ending ?? "",
    tools: frozen.tools ?? [],
    targets: frozen.targets ?? [],
    files: frozen.files ?? [],
    code: (frozen.code ?? []).map(thawCode),
    answer: frozen.answer ?? [],
    effort: frozen.effort ?? noEffort,
  };
}

const noEffort: Structure["effort"] = {
  thinkingSteps: 0,
  thinkingTokens: null,
  turns: 0,
  steps: 0,
  calls: 0,
  words: 0,
  wordsBetweenCalls: null,
  cacheRatio: null,
  edits: 0,
  readsPerEdit: null,
  editsWithoutRead: 0,
  repeatedCalls: 0,
  testsAfterLastEdit: null,
};

function thawCode(unit: FrozenCode): CodeUnit {
  if (unit.form !== "tree") return unit;
  const { path, hash, edited } = unit;
  const tree = treeOfLines(unit.tree);
  if (tree === null) {
    throw new UserError(`The baseline's syntax tree of ${path} cannot be read.`, {
      advice: "Restore the file from version control, or approve a run again.",
    });
  }
  return { form: "tree", path, hash, size: sizeOf(tree), edited, tree };
}

function sizeOf(node: SyntaxNode): number {
  return node.children.reduce((sum, child) => sum + sizeOf(child), 1);
}

/** One channel of a structure as lines of text, to be shown and compared line by line. */
export function channelLines(frozen: FrozenStructure, channel: Channel): readonly string[] {
  switch (channel) {
    case "ending":
      return frozen.ending === undefined ? [] : [frozen.ending];
    case "tools":
      return frozen.tools ?? [];
    case "targets":
      return (frozen.targets ?? []).map(({ call, target }) => `${call} ${target}`);
    case "files":
      return (frozen.files ?? []).map(({ kind, path }) => `${kind} ${path}`);
    case "code":
      return (frozen.code ?? []).flatMap(codeLines);
    case "answer":
      return frozen.answer ?? [];
    case "effort":
      return Object.entries(frozen.effort ?? {}).map(([what, value]) => `${what}: ${value}`);
  }
}

function codeLines(unit: FrozenCode): readonly string[] {
  switch (unit.form) {
    case "tree":
      return [`${unit.path}:`, ...unit.tree];
    case "tokens":
      return [`${unit.path}:`, ...unit.tokens];
    case "opaque":
      return [`${unit.path}: ${unit.hash}`];
  }
}
