import type { RawNode } from "./readTree.ts";

/** Names that the source itself gives: renaming them changes nothing. All others belong to the world. */
export type DeclaredNames = {
  /** variables, parameters, functions, classes, types, imports of the project's own files */
  readonly names: ReadonlySet<string>;
  /** methods and fields of the source's classes */
  readonly members: ReadonlySet<string>;
};

type Names = { readonly names: Set<string>; readonly members: Set<string> };

/** Collects what a source declares, by the role of an identifier in its parent. One set for all scopes. */
export function declaredNames(root: RawNode): DeclaredNames {
  const found: Names = { names: new Set(), members: new Set() };
  visit(root, false, found);
  return found;
}

function visit(node: RawNode, inClass: boolean, found: Names): void {
  if (node.kind === "import_statement") return visitImport(node, found);
  for (const child of node.children) {
    if (isBinding(node.kind, child)) collectNames(child, found.names);
    if (isMember(node.kind, child, inClass)) found.members.add(child.text);
    visit(child, staysInClass(node.kind, inClass), found);
  }
}

function isBinding(parent: string, child: RawNode): boolean {
  switch (child.field) {
    case "name":
      return /(?:declarator|declaration|definition|parameter)$|^function_expression$|^class$/.test(
        parent,
      );
    case "parameter":
    case "parameters":
    case "alias":
      return true;
    case "left":
      return /^for_|^assignment$/.test(parent);
    default:
      return false;
  }
}

function isMember(parent: string, child: RawNode, inClass: boolean): boolean {
  if (child.field === "property") return parent === "field_definition";
  if (child.field !== "name") return false;
  return (
    /^(?:method|public_field)_definition$/.test(parent) ||
    (inClass && parent === "function_definition")
  );
}

/** In Python a method is a function in the block of a class, perhaps decorated. */
function staysInClass(kind: string, inClass: boolean): boolean {
  if (kind === "class_definition") return true;
  return inClass && (kind === "block" || kind === "decorated_definition");
}

/** Parts of a pattern that use names instead of giving them. */
const usingFields = new Set(["type", "value", "right", "key", "return_type"]);
const usingKinds = new Set([
  "member_expression",
  "subscript_expression",
  "attribute",
  "subscript",
  "type_annotation",
]);
const namingKinds = new Set([
  "identifier",
  "type_identifier",
  "shorthand_property_identifier_pattern",
]);

function collectNames(node: RawNode, names: Set<string>): void {
  if (usingKinds.has(node.kind)) return;
  if (namingKinds.has(node.kind)) names.add(node.text);
  for (const child of node.children) {
    // `{ key: local }` gives the name in its value.
    const isPatternValue = node.kind === "pair_pattern" && child.field === "value";
    if (isPatternValue || !usingFields.has(child.field)) collectNames(child, names);
  }
}

/** `import { join } from "node:path"` keeps its name, `import { total } from "./cart.ts"` gives one of the project's. */
function visitImport(node: RawNode, found: Names): void {
  const source = node.children.find((child) => child.field === "source");
  const isOwn = source?.children.some((part) => part.text.startsWith(".")) ?? false;
  collectImports(node, isOwn, found.names);
}

function collectImports(node: RawNode, isOwn: boolean, names: Set<string>): void {
  for (const child of node.children) {
    const isLocal =
      node.kind === "import_clause" || node.kind === "namespace_import" || child.field === "alias";
    const isImported = node.kind === "import_specifier" && isOwn;
    if (child.kind === "identifier" && (isLocal || isImported)) names.add(child.text);
    collectImports(child, isOwn, names);
  }
}
