import type { SyntaxNode } from "../../structure/structure.ts";
import { deepest, leaf, NoTree, shortened } from "./readSource.ts";
import { scriptTokens } from "./scriptTokens.ts";
import {
  type Ast,
  type AstNode,
  isCommonTable,
  isNode,
  isTable,
  nameOf,
  type OwnNames,
  ownNames,
} from "./sqlNames.ts";

/** The tree of one statement without its spelling: see README.md for what is dropped. */
export function sqlTree(statement: Ast): SyntaxNode {
  const [tree] = nodesOf("this", statement, { names: ownNames(statement), depth: 0 });
  if (tree === undefined) throw new NoTree();
  return tree;
}

type Context = { readonly names: OwnNames; readonly depth: number };

/** Fields that hold spelling, position or comments, and own names. */
const dropped = new Set(
  (
    "span quoted alias alias_explicit_as alias_first column_aliases explicit_asc use_inner_keyword use_outer_keyword " +
    "nesting_group double_colon_syntax use_assignment_syntax has_foreign_key_keywords has_constraint_keyword has_parens " +
    "constraint_order property_order on_update_first match_after_actions using_before_columns as_select_parenthesized " +
    "style separator"
  ).split(" "),
);

/** Fields that may be unknown, true or false; everywhere else false only says that a clause is not there. */
const threeValued = new Set(
  "nulls_first nullable materialized ignore_nulls deferrable initially_deferred enforced all with_data symmetric deterministic".split(
    " ",
  ),
);

/** Steps of the package's tree that say nothing. */
const transparent = new Set(["this", "left", "right", "item", "paren", "annotated", "identifier"]);

function nodesOf(field: string, value: Ast, context: Context): SyntaxNode[] {
  if (value === null || isSpelling(field, value)) return [];
  if (value === false) return threeValued.has(field) ? [leaf(`${field}:false`)] : [];
  if (value === true) return [leaf(field)];
  if (typeof value === "number") return [leaf(`${field}:${value}`)];
  if (typeof value === "string") return [textNode(field, value)];
  if (context.depth > 2 * deepest) throw new NoTree();
  const inner = { ...context, depth: context.depth + 1 };
  if (!isNode(value)) return listNodes(field, value, inner);
  return [structNode(field, value, inner)].flat();
}

function isSpelling(field: string, value: Ast): boolean {
  if (/comments$|_text$/.test(field)) return true;
  // The kind `alias` holds what it names; the field holds the name only.
  return dropped.has(field) && !(field === "alias" && isNode(value) && "this" in value);
}

function listNodes(field: string, items: readonly Ast[], context: Context): SyntaxNode[] {
  const children = items.flatMap((item) => nodesOf("item", item, context));
  return items.length === 0 ? [] : [{ label: field, children }];
}

/** A body in another language, or a statement that the package does not read, is its tokens. */
function textNode(field: string, text: string): SyntaxNode {
  if (!/\s/.test(text)) return leaf(`${field}:${text.toLowerCase()}`);
  return {
    label: field,
    children: scriptTokens(text, "sql").map((token) => leaf(`token:${token}`)),
  };
}

function structNode(field: string, node: AstNode, context: Context): SyntaxNode | SyntaxNode[] {
  const name = nameOf(node);
  if (name !== null) return leaf(`name:${field === "table" ? tableName(name, context) : name}`);
  if (field === "column" && nameOf(node["name"]) !== null && "join_mark" in node)
    return columnNode(node, context);
  if (field === "literal") return literalNode(node);
  if (field === "alias") return nodesOf("this", node["this"] ?? null, context);
  if (field === "and" || field === "or")
    return { label: field, children: operandsOf(field, node, context) };
  const children = Object.entries(isTable(node) ? withoutName(node) : node).flatMap(
    ([key, value]) =>
      isOwnPart(node, key) || isSameName(field, key, value) ? [] : nodesOf(key, value, context),
  );
  if (isTable(node)) return { label: `table:${fullName(node, context)}`, children };
  const [only] = children;
  return only !== undefined && children.length === 1 && transparent.has(field)
    ? only
    : { label: field, children };
}

/** The names of a query's columns are its own. */
function isOwnPart(node: AstNode, key: string): boolean {
  return key === "columns" && isCommonTable(node);
}

/** `count` remembers that it was written `COUNT`; `coalesce` that it was written `IFNULL`. */
function isSameName(kind: string, key: string, value: Ast): boolean {
  const isSpelled = key === "original_name" || key === "name";
  return isSpelled && typeof value === "string" && value.toLowerCase() === kind.replaceAll("_", "");
}

function withoutName(table: AstNode): AstNode {
  return { ...table, name: null, schema: null, catalog: null };
}

function fullName(table: AstNode, { names }: Context): string {
  const parts = [nameOf(table["catalog"]), nameOf(table["schema"])].filter((part) => part !== null);
  const name = nameOf(table["name"]) ?? "";
  return [...parts, names.derived.has(name) ? names.tables.get(name) : name].join(".");
}

function tableName(name: string, { names }: Context): string {
  return names.tables.get(name) ?? name;
}

function columnNode(column: AstNode, context: Context): SyntaxNode {
  const { names } = context;
  const name = nameOf(column["name"]) ?? "";
  const table = nameOf(column["table"]);
  if (table === null) return leaf(`column:${names.columns.get(name) ?? name}`);
  const own = names.derived.has(table) ? names.columns.get(name) : undefined;
  return leaf(`column:${tableName(table, context)}.${own ?? name}`);
}

function literalNode({ literal_type: type, value }: AstNode): SyntaxNode {
  if (typeof type !== "string" || typeof value !== "string") throw new NoTree();
  return leaf(`${type}:${type === "number" ? value.toLowerCase() : shortened(value)}`);
}

/** `a AND b AND c` is one list, however it is bracketed and however long it is. */
function operandsOf(kind: "and" | "or", chain: AstNode, context: Context): SyntaxNode[] {
  const operands: Ast[] = [];
  const open: Ast[] = [{ [kind]: chain }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const bare = withoutParentheses(next);
    const links = isNode(bare) ? bare[kind] : undefined;
    if (isNode(links)) open.push(links["right"] ?? null, links["left"] ?? null);
    else operands.push(next);
  }
  return operands.flatMap((operand) => nodesOf("this", operand, context));
}

function withoutParentheses(value: Ast): Ast {
  let bare = value;
  while (isNode(bare) && isNode(bare["paren"])) bare = bare["paren"]["this"] ?? null;
  return bare;
}
