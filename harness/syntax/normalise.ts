import type { SyntaxNode } from "../structure/structure.ts";
import type { DeclaredNames } from "./declaredNames.ts";
import type { RawNode } from "./readTree.ts";

/**
 * Reduces a syntax tree to what counts as structure. Dropped: comments, docstrings, punctuation, redundant brackets,
 * own names, import order. Kept: kinds, keywords and operators, short literals, names of the world outside.
 */
export function normalise(node: RawNode, declared: DeclaredNames, parent = ""): SyntaxNode {
  if (node.children.length === 0) return { label: leafLabel(node, declared, parent), children: [] };
  if (isPlainString(node)) return { label: `string:${shortened(textOf(node))}`, children: [] };
  const children = expanded(node)
    .filter((child) => child.isNamed && !isSilent(child))
    .map((child) => normalise(child, declared, node.kind));
  const [only] = children;
  if (only !== undefined && children.length === 1 && isTransparent(node.kind, parent)) return only;
  const words = node.children.filter((child) => !child.isNamed && !punctuation.has(child.kind));
  return {
    label: [node.kind, ...words.map((word) => word.text)].join(" "),
    children: sortedImports(node.kind, children),
  };
}

const punctuation = new Set("( ) [ ] { } ${ ; , : . \" ' ` => ->".split(" "));
const memberKinds = new Set(["property_identifier", "private_property_identifier"]);
const nameKinds = new Set(["identifier", "type_identifier"]);

function leafLabel(node: RawNode, declared: DeclaredNames, parent: string): string {
  const isMember =
    memberKinds.has(node.kind) || (parent === "attribute" && node.field === "attribute");
  if (isMember) return declared.members.has(node.text) ? "member" : `member:${node.text}`;
  if (nameKinds.has(node.kind)) return declared.names.has(node.text) ? "name" : `name:${node.text}`;
  const text = withoutQuotes(node);
  return text === node.kind || text === "" ? node.kind : `${node.kind}:${shortened(text)}`;
}

/** `{ items }` is short for `{ items: items }`; written out, renaming the variable leaves the key alone. */
function expanded(node: RawNode): readonly RawNode[] {
  return node.children.map((child) => {
    if (!child.kind.startsWith("shorthand_property_identifier")) return child;
    const kind = child.kind.endsWith("pattern") ? "pair_pattern" : "pair";
    const key = { ...child, kind: "property_identifier", field: "key" };
    const value = { ...child, kind: "identifier", field: "value" };
    return { ...child, kind, text: "", children: [key, value] };
  });
}

function isSilent(node: RawNode): boolean {
  if (/comment|^hash_bang_line$|^empty_statement$/.test(node.kind)) return true;
  // A string as a statement of its own is a docstring.
  return node.kind === "expression_statement" && node.children[0]?.kind === "string";
}

/** Whether a node with a single child says no more than the child. */
function isTransparent(kind: string, parent: string): boolean {
  switch (kind) {
    case "parenthesized_expression":
    case "expression_statement":
    case "required_parameter":
      return true;
    case "formal_parameters":
      return parent === "arrow_function";
    case "statement_block":
      return /^(?:if|while|for|for_in)_statement$|^else_clause$/.test(parent);
    default:
      return false;
  }
}

function isPlainString(node: RawNode): boolean {
  const isString = node.kind === "string" || node.kind === "template_string";
  return isString && node.children.every((part) => part.children.length === 0);
}

/** The content of a string; its quotes are punctuation. */
function textOf(string: RawNode): string {
  return string.children.map((part) => (part.isNamed ? withoutQuotes(part) : "")).join("");
}

/** Python's opening quote carries the prefix: of `rb"` the letters stay. */
function withoutQuotes(part: RawNode): string {
  return /^string_(?:start|end)$/.test(part.kind) ? part.text.replace(/["']+$/, "") : part.text;
}

/** Long texts are wording; their beginning tells two of them apart well enough. */
function shortened(text: string): string {
  return text.length <= 24 ? text : text.slice(0, 24);
}

const importKinds = /^import|^future_import/;

function sortedImports(kind: string, children: SyntaxNode[]): readonly SyntaxNode[] {
  if (kind === "named_imports") return children.sort(byText);
  // The module comes first, the names follow.
  if (kind === "import_from_statement")
    return [...children.slice(0, 1), ...children.slice(1).sort(byText)];
  if (kind !== "program" && kind !== "module") return children;
  const imports = children.filter((child) => importKinds.test(child.label)).sort(byText);
  return [...imports, ...children.filter((child) => !importKinds.test(child.label))];
}

function byText(a: SyntaxNode, b: SyntaxNode): number {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}
