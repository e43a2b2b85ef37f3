/** The tree that the SQL package gives, as plain data: structs hold all their fields, variants are `{ kind: struct }`. */
export type Ast = null | boolean | number | string | readonly Ast[] | AstNode;
export type AstNode = { readonly [field: string]: Ast };

export function isNode(value: Ast | undefined): value is AstNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: Ast | undefined): value is readonly Ast[] {
  return Array.isArray(value);
}

/** The lower-case text of an identifier, or null for anything else; SQL folds case, and quotes are style here. */
export function nameOf(value: Ast | undefined): string | null {
  return isNode(value) && "quoted" in value ? lowerCase(value["name"]) : null;
}

function lowerCase(text: Ast | undefined): string | null {
  return typeof text === "string" ? text.toLowerCase() : null;
}

/** A reference to a table is the only struct that knows schemas and catalogs. */
export function isTable(node: AstNode): boolean {
  return "schema" in node && "catalog" in node && nameOf(node["name"]) !== null;
}

/** A query of `with`. */
export function isCommonTable(node: AstNode): boolean {
  return "alias_first" in node;
}

/** What a statement's own names stand for, e.g. `u` for `users` and `total` for `sum`, a second one for `sum#2`. */
export type OwnNames = {
  readonly tables: ReadonlyMap<string, string>;
  /** those of `tables` whose columns the statement itself names: queries of `with`, derived tables */
  readonly derived: ReadonlySet<string>;
  readonly columns: ReadonlyMap<string, string>;
};

type Found = {
  readonly tables: Map<string, string>;
  readonly derived: Set<string>;
  readonly columns: Map<string, string>;
  /** how many names stand for the same */
  readonly used: Map<string, number>;
};

/** Collects the aliases of one statement in the order of its tree; when two give one name, the first counts. */
export function ownNames(statement: Ast): OwnNames {
  const found: Found = {
    tables: new Map(),
    derived: new Set(),
    columns: new Map(),
    used: new Map(),
  };
  const nodes = allNodes(statement);
  // References stand before `with` in the tree.
  for (const { node } of nodes) if (isCommonTable(node)) declareCommonTable(node, found);
  for (const { node, kind } of nodes) {
    if (isTable(node)) declareTable(node, found);
    else if (kind === "alias") declareColumn(node, found);
    else if (!isCommonTable(node)) declareDerived(kind, node, found);
  }
  return found;
}

function declare(own: string, target: string, names: Map<string, string>, { used }: Found): void {
  if (names.has(own)) return;
  const count = (used.get(target) ?? 0) + 1;
  used.set(target, count);
  names.set(own, count === 1 ? target : `${target}#${count}`);
}

function declareCommonTable(node: AstNode, found: Found): void {
  const own = nameOf(node["alias"]) ?? "";
  declare(own, "with", found.tables, found);
  found.derived.add(own);
  for (const column of namesIn(node["columns"])) declare(column, "column", found.columns, found);
}

function declareTable(node: AstNode, found: Found): void {
  const table = nameOf(node["name"]) ?? "";
  const own = nameOf(node["alias"]) ?? table;
  declare(own, found.tables.get(table) ?? table, found.tables, found);
  if (found.derived.has(table)) found.derived.add(own);
}

function declareColumn(node: AstNode, found: Found): void {
  const own = nameOf(node["alias"]);
  const target = columnTargetOf(node);
  if (own !== null && target !== null && target !== own) declare(own, target, found.columns, found);
}

/** `(SELECT ...) AS own`, but also `DELETE FROM table own`. */
function declareDerived(kind: string, node: AstNode, found: Found): void {
  const own = nameOf(node["alias"]);
  if (own === null) return;
  const table = isNode(node["table"]) ? nameOf(node["table"]["name"]) : null;
  declare(own, table ?? kind, found.tables, found);
  if (table === null) found.derived.add(own);
}

/** `price * 2 AS double` stands for `mul`, `user_id AS id` for `user_id`. */
function columnTargetOf(alias: AstNode): string | null {
  const aliased = alias["this"];
  if (!isNode(aliased)) return null;
  const [kind = "", content = null] = Object.entries(aliased)[0] ?? [];
  if (!isNode(content)) return kind;
  if (kind === "column") return nameOf(content["name"]);
  return kind === "function" ? (lowerCase(content["name"]) ?? kind) : kind;
}

function namesIn(value: Ast | undefined): string[] {
  return isList(value) ? value.flatMap((each) => nameOf(each) ?? []) : [];
}

type FoundNode = { readonly kind: string; readonly node: AstNode };

/** Every struct with the field or kind it stands under, in preorder; not recursive, chains of operators are long. */
function allNodes(root: Ast): FoundNode[] {
  const found: FoundNode[] = [];
  const open: { readonly kind: string; readonly value: Ast }[] = [{ kind: "", value: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { kind, value } = next;
    if (isNode(value)) found.push({ kind, node: value });
    for (const part of partsOf(kind, value).toReversed()) open.push(part);
  }
  return found;
}

function partsOf(kind: string, value: Ast): { readonly kind: string; readonly value: Ast }[] {
  if (isList(value)) return value.map((item) => ({ kind, value: item }));
  if (!isNode(value)) return [];
  return Object.entries(value).flatMap(([field, part]) =>
    typeof part === "object" && part !== null && field !== "span"
      ? [{ kind: field, value: part }]
      : [],
  );
}
