import type { SyntaxNode } from "../../structure/structure.ts";
import { keyNode, numberNode, objectNode, stringNode } from "./dataTree.ts";
import { deepest, leaf, NoTree, readSource } from "./readSource.ts";

/**
 * The data in JSON, also with comments and trailing commas.
 * @returns null when it does not parse, also when it is empty or nested more than 500 deep
 */
export function parseJson(source: string): SyntaxNode | null {
  return readSource(source, (text) => {
    const scanner = new Scanner(text);
    const value = readValue(scanner, 0);
    if (scanner.next() !== "") throw new NoTree();
    return value;
  });
}

/** Tokens of JSON; the empty token is the end. */
class Scanner {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  next(): string {
    this.#skipBlanks();
    const start = this.#position;
    if (this.#text[start] === '"') return this.#string(start);
    token.lastIndex = start;
    const found = token.exec(this.#text)?.[0] ?? "";
    if (found === "" && start < this.#text.length) throw new NoTree();
    this.#position += found.length;
    return found;
  }

  /** Looks for the closing quote by hand: a regular expression exhausts its stack on strings of megabytes. */
  #string(start: number): string {
    let end = start + 1;
    while (this.#text[end] !== '"') {
      if (end >= this.#text.length) throw new NoTree();
      end += this.#text[end] === "\\" ? 2 : 1;
    }
    this.#position = end + 1;
    return this.#text.slice(start, end + 1);
  }

  #skipBlanks(): void {
    for (;;) {
      blanks.lastIndex = this.#position;
      this.#position += blanks.exec(this.#text)?.[0].length ?? 0;
      if (this.#text[this.#position] !== "/") return;
      const closing = closings[this.#text.slice(this.#position, this.#position + 2)];
      if (closing === undefined) return;
      const end = this.#text.indexOf(closing, this.#position + 2);
      if (end < 0 && closing === "*/") throw new NoTree();
      this.#position = end < 0 ? this.#text.length : end + closing.length;
    }
  }
}

const blanks = /[ \t\r\n]*/y;
const token = /[{}[\],:]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|[a-z]+/y;
const closings: Readonly<Record<string, string>> = { "//": "\n", "/*": "*/" };

function readValue(scanner: Scanner, depth: number, first = scanner.next()): SyntaxNode {
  if (depth > deepest) throw new NoTree();
  if (first === "{")
    return objectNode(readItems(scanner, "}", (key) => readEntry(scanner, depth, key)));
  if (first === "[") {
    const items = readItems(scanner, "]", (item) => readValue(scanner, depth + 1, item));
    return { label: "array", children: items };
  }
  if (first.startsWith('"')) return stringNode(textOf(first));
  if (first === "true" || first === "false" || first === "null") return leaf(first);
  if (/^[-\d]/.test(first)) return numberNode(first);
  throw new NoTree();
}

/** What stands between brackets; a comma may follow the last item. */
function readItems(
  scanner: Scanner,
  closing: string,
  readItem: (first: string) => SyntaxNode,
): SyntaxNode[] {
  const items: SyntaxNode[] = [];
  for (let first = scanner.next(); first !== closing; first = scanner.next()) {
    items.push(readItem(first));
    const separator = scanner.next();
    if (separator === closing) return items;
    if (separator !== ",") throw new NoTree();
  }
  return items;
}

function readEntry(scanner: Scanner, depth: number, key: string): SyntaxNode {
  if (!key.startsWith('"') || scanner.next() !== ":") throw new NoTree();
  return keyNode(textOf(key), readValue(scanner, depth + 1));
}

/** @throws SyntaxError for line ends and unknown escapes within the string */
function textOf(quoted: string): string {
  return String(JSON.parse(quoted));
}
