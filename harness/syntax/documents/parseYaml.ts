import { type CST, Composer, isAlias, isMap, isScalar, isSeq, type Pair, Parser } from "yaml";
import type { SyntaxNode } from "../../structure/structure.ts";
import { keyNode, numberNode, objectNode, stringNode } from "./dataTree.ts";
import { deepest, leaf, NoTree, readSource } from "./readSource.ts";

/**
 * The data in YAML; a stream of several documents, or of none, has a root of its own.
 * Aliases stay what they are: expanding them is what a billion laughs wait for.
 * @returns null when it does not parse or is nested more than 500 deep
 */
export function parseYaml(source: string): SyntaxNode | null {
  return readSource(source, (text) => {
    const tokens = [...new Parser().parse(text)];
    if (isTooDeep(tokens)) throw new NoTree();
    const documents = [...new Composer(options).compose(tokens)];
    if (documents.some((document) => document.errors.length > 0)) throw new NoTree();
    const children = documents.map(({ contents }) =>
      nodeOf(contents, { key: "", anchors: new Map() }),
    );
    const [only] = children;
    return only !== undefined && children.length === 1 ? only : { label: "stream", children };
  });
}

/** Numbers as written, so that long ones keep their digits; keys that occur twice are both kept. */
const options = { uniqueKeys: false, intAsBigInt: true, logLevel: "silent" } as const;

/** The composer is recursive, the parser before it is not: the depth is known before the stack is at stake. */
function isTooDeep(tokens: readonly CST.Token[]): boolean {
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const { token, depth } = item;
    if (depth > deepest) return true;
    if (token.type === "document" && token.value) open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const { key, value } of token.items) {
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return false;
}

/** Where a node stands: the nearest key above it, and the keys at which the anchors before it stand. */
type Place = { readonly key: string; readonly anchors: Map<string, string> };

function nodeOf(node: unknown, place: Place): SyntaxNode {
  // The name of an anchor is the file's own; where the anchor stands tells what is meant.
  if (isAlias(node)) return leaf(`alias:${place.anchors.get(node.source) ?? ""}`);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return leaf("null");
  if (node.anchor !== undefined) place.anchors.set(node.anchor, place.key);
  const content = contentOf(node, place);
  const isPlain = node.tag === undefined || plainTags.has(node.tag);
  return isPlain ? content : { label: `tag:${node.tag}`, children: [content] };
}

/** Tags whose meaning the value itself shows. */
const plainTags = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((type) => `tag:yaml.org,2002:${type}`),
);

function contentOf(node: unknown, place: Place): SyntaxNode {
  if (isMap(node)) return objectNode(node.items.map((pair) => entryOf(pair, place)));
  if (isSeq(node))
    return { label: "array", children: node.items.map((item) => nodeOf(item, place)) };
  const value = isScalar(node) ? node.value : null;
  if (typeof value === "string") return stringNode(value);
  if (typeof value === "number" || typeof value === "bigint") return numberNode(String(value));
  return leaf(String(value));
}

function entryOf({ key, value }: Pair, place: Place): SyntaxNode {
  if (isScalar(key)) {
    if (key.anchor !== undefined) place.anchors.set(key.anchor, place.key);
    const text = String(key.value);
    return keyNode(text, nodeOf(value, { key: text, anchors: place.anchors }));
  }
  const keyTree = nodeOf(key, place);
  // The whole key stands in the label, so that pairs are sorted by it.
  return keyNode(JSON.stringify(keyTree), nodeOf(value, place));
}
