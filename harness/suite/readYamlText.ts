import { isAlias, isMap, isNode, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import { messageOf, UserError, UserErrors, type SourcePosition } from "../base/base.ts";
import type { Path } from "./problem.ts";

/** A YAML text as plain data, with the place of everything in it. */
export type YamlText = {
  readonly value: unknown;
  /** Where a value or its key stands; for what is missing, the nearest mapping or list around it. */
  readonly positionOf: (path: Path, at: "key" | "value") => SourcePosition;
};

/** More aliases than this in one value are an attack or an accident. */
const mostAliases = 100;

/** One broken bracket makes many follow-on errors. */
const mostSyntaxErrors = 5;

/**
 * Reads a YAML text: duplicate keys, unknown tags and several documents are refused.
 * @param shownAs the file's name in positions
 * @throws UserErrors with positions
 */
export function readYamlText(yaml: string, shownAs: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(yaml, {
    lineCounter: lines,
    uniqueKeys: true,
    strict: true,
    merge: true,
    prettyErrors: false,
  });
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file: shownAs, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = [...document.errors, ...document.warnings].slice(0, mostSyntaxErrors);
  if (broken.length > 0) {
    throw new UserErrors(
      broken.map(
        (error) =>
          new UserError(`This is not valid YAML: ${syntaxText(error.code, error.message)}.`, {
            advice: "Mend the YAML at this place.",
            position: at(error.pos[0]),
          }),
      ),
    );
  }
  return {
    value: plainValue(document, at(0)),
    positionOf: (path, what) => at(offsetOf(document, path, what)),
  };
}

function syntaxText(code: string, message: string): string {
  switch (code) {
    case "MULTIPLE_DOCS":
      return "a suite is one document, and another begins here";
    case "RESOURCE_EXHAUSTION":
      return "it is nested too deeply";
    default:
      return message.slice(0, 1).toLowerCase() + message.slice(1);
  }
}

function plainValue(document: Document, start: SourcePosition): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (error) {
    throw new UserErrors([
      new UserError(`The YAML cannot be resolved: ${messageOf(error)}.`, {
        advice: "Define every anchor (&name) before its alias (*name), and use few of them.",
        position: start,
        cause: error,
      }),
    ]);
  }
}

function offsetOf(document: Document, path: Path, what: "key" | "value"): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, part] of path.entries()) {
    const resolved = isAlias(node) ? node.resolve(document) : node;
    const key = isMap(resolved)
      ? resolved.items.find((item) => String(item.key) === String(part))?.key
      : undefined;
    node = isMap(resolved) || isSeq(resolved) ? resolved.get(part, true) : undefined;
    const isWanted = index === path.length - 1;
    offset = (isWanted && what === "key" ? startOf(key) : startOf(node)) ?? offset;
  }
  return offset;
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
