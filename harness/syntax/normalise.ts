import type { SyntaxNode } from "../structure/structure.ts";
import type { DeclaredNames } from "./declaredNames.ts";
import { isAt, type SyntaxRules } from "./languages/rules.ts";
import type { RawNode } from "./readTree.ts";

type Normalising = { readonly rules: SyntaxRules; readonly declared: DeclaredNames };

/**
 * Reduces a syntax tree to what counts as structure. Dropped: comments, docstrings, punctuation, redundant brackets,
 * own names, import order. Kept: kinds, keywords and operators, short literals, names of the world outside.
 */
export function normalise(raw: RawNode, context: Normalising, parent = ""): SyntaxNode {
  const { rules } = context;
  const node = rules.rewrite(raw);
  if (node.children.length === 0) return { label: leafLabel(node, context, parent), children: [] };
  if (isPlainString(node, rules)) return { label: stringLabel(node, context), children: [] };
  const isForeign = rules.paths.has(node.kind) && !startsHere(node, context);
  const children = sortedChildren(node, rules, (child) =>
    isForeign && child.children.length === 0
      ? { label: `name:${child.text}`, children: [] }
      : normalise(child, context, node.kind),
  );
  const [only] = children;
  if (only !== undefined && children.length === 1 && isAt(rules.transparent, parent, node))
    return only;
  const words = node.children.filter(
    (child) => !child.isNamed && !rules.punctuation.has(child.kind),
  );
  return { label: [node.kind, ...words.map((word) => word.text)].join(" "), children };
}

function leafLabel(node: RawNode, context: Normalising, parent: string): string {
  const { rules, declared } = context;
  const { text, kind } = node;
  if (rules.members.has(kind) || isAt(rules.memberPlaces, parent, node))
    return declared.members.has(text) ? "member" : `member:${text}`;
  const mayBeMember = rules.either.has(kind) || isAt(rules.eitherPlaces, parent, node);
  if (mayBeMember || rules.names.has(kind)) {
    const isOwn = declared.names.has(text) || (mayBeMember && declared.members.has(text));
    return isOwn ? "name" : `name:${text}`;
  }
  const content = withoutOwnNames(kind, withoutQuotes(node), context);
  return content === kind || content === ""
    ? kind
    : `${kind}:${rules.wholeText.has(kind) ? content : shortened(content)}`;
}

/** Whether a path such as `a::b` starts at a name of the source, so that its other names may be own as well. */
function startsHere(path: RawNode, { rules, declared }: Normalising): boolean {
  const head = firstName(path);
  return head !== null && (rules.ownPaths.has(head) || declared.names.has(head));
}

function firstName(node: RawNode): string | null {
  if (node.children.length === 0) return node.text;
  const first = node.children.find((child) => child.isNamed);
  return first === undefined ? null : firstName(first);
}

function sortedChildren(
  node: RawNode,
  rules: SyntaxRules,
  normalised: (child: RawNode) => SyntaxNode,
): readonly SyntaxNode[] {
  const said = spliced(node, rules).filter((child) => child.isNamed && !isSilent(child, rules));
  if (rules.importContainers.has(node.kind)) {
    const imports = said.filter(rules.isImport).map(normalised).sort(byText);
    return [...imports, ...said.filter((child) => !rules.isImport(child)).map(normalised)];
  }
  const children = said.map(normalised);
  if (rules.sorted.has(node.kind)) return children.sort(byText);
  if (rules.sortedTail.has(node.kind))
    return [...children.slice(0, 1), ...children.slice(1).sort(byText)];
  return children;
}

function spliced(node: RawNode, rules: SyntaxRules): readonly RawNode[] {
  if (rules.spliced.size === 0) return node.children;
  return node.children.flatMap((child) =>
    rules.spliced.has(child.kind) ? spliced(child, rules) : [child],
  );
}

function isSilent(node: RawNode, rules: SyntaxRules): boolean {
  return node.kind.includes("comment") || rules.isSilent(node);
}

function isPlainString(node: RawNode, rules: SyntaxRules): boolean {
  const isText = (part: RawNode) => part.children.length === 0 && !rules.names.has(part.kind);
  return rules.strings.has(node.kind) && node.children.every(isText);
}

/** The content of a string; its quotes are punctuation unless they decide how the content is read. */
function stringLabel(node: RawNode, context: Normalising): string {
  const content = node.children.map((part) => (part.isNamed ? withoutQuotes(part) : "")).join("");
  const text = shortened(withoutOwnNames(node.kind, content, context));
  const isQuoteRead = context.rules.quotesMatter && /[\\$#`]/.test(content);
  return `string:${isQuoteRead ? (node.children[0]?.text ?? "") : ""}${text}`;
}

/** Python's opening quote carries the prefix: of `rb"` the letters stay. */
function withoutQuotes(part: RawNode): string {
  return /^string_(?:start|end)$/.test(part.kind) ? part.text.replace(/["']+$/, "") : part.text;
}

function withoutOwnNames(kind: string, text: string, { rules, declared }: Normalising): string {
  const pattern = rules.embeddedNames.get(kind);
  if (pattern === undefined) return text;
  return text.replaceAll(pattern, (name) => (declared.names.has(name) ? "name" : name));
}

/** Long texts are wording; their beginning tells two of them apart well enough. */
function shortened(text: string): string {
  return text.length <= 24 ? text : text.slice(0, 24);
}

function byText(a: SyntaxNode, b: SyntaxNode): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}
