import type { RawNode } from "../readTree.ts";
import { places, rulesOf, setOf, type FoundNames } from "./rules.ts";

/** TypeScript, TSX and JavaScript. */
export const ecmascript = rulesOf({
  names: setOf("identifier type_identifier shorthand_property_identifier_pattern"),
  members: setOf("property_identifier private_property_identifier"),
  gives: places(`
    variable_declarator.name function_declaration.name generator_function_declaration.name class_declaration.name
    abstract_class_declaration.name enum_declaration.name interface_declaration.name type_alias_declaration.name
    type_parameter.name function_expression.name class.name required_parameter.name optional_parameter.name
    *.parameter *.parameters *.alias for_in_statement.left`),
  givesMembers: places(
    "method_definition.name public_field_definition.name field_definition.property",
  ),
  uses: setOf("member_expression subscript_expression type_annotation"),
  givingPairs: setOf("pair_pattern"),
  usingFields: setOf("type value right key return_type"),
  gather: gatherImportsAndProperties,
  rewrite: oneSpelling,
  isSilent: (node) => isSilentInScripts(node) || isLayout(node),
  transparent: places(`
    *>parenthesized_expression *>expression_statement *>required_parameter arrow_function>formal_parameters
    if_statement>statement_block while_statement>statement_block for_statement>statement_block
    for_in_statement>statement_block else_clause>statement_block`),
  strings: setOf("string template_string"),
  isImport: (node) => node.kind.startsWith("import"),
  importContainers: setOf("program"),
  sorted: setOf("named_imports"),
});

/** Also without the empty statement, the first line `#!`, and a string as a statement of its own: a docstring. */
export function isSilentInScripts(node: RawNode): boolean {
  if (node.kind === "hash_bang_line" || node.kind === "empty_statement") return true;
  return node.kind === "expression_statement" && node.children[0]?.kind === "string";
}

/** White space with a line end is layout in markup; within a line it is text. */
function isLayout(node: RawNode): boolean {
  return node.kind === "jsx_text" && node.text.includes("\n") && node.text.trim() === "";
}

function oneSpelling(node: RawNode): RawNode {
  if (node.kind !== "jsx_text") return writeOutShorthands(node);
  return {
    ...node,
    text: node.text.replaceAll(/^\s*\n\s*|\s*\n\s*$/g, "").replaceAll(/\s+/g, " "),
  };
}

/** `{ items }` is short for `{ items: items }`; written out, renaming the variable leaves the key alone. */
function writeOutShorthands(node: RawNode): RawNode {
  if (!node.children.some((child) => child.kind.startsWith("shorthand_property_identifier")))
    return node;
  const children = node.children.map((child) => {
    if (!child.kind.startsWith("shorthand_property_identifier")) return child;
    const kind = child.kind.endsWith("pattern") ? "pair_pattern" : "pair";
    const key = { ...child, kind: "property_identifier", field: "key" };
    const value = { ...child, kind: "identifier", field: "value" };
    return { ...child, kind, text: "", children: [key, value] };
  });
  return { ...node, children };
}

/** `import { join } from "node:path"` keeps its name, `import { total } from "./cart.ts"` gives one of the project's. */
function gatherImportsAndProperties(node: RawNode, found: FoundNames): void {
  if (node.kind === "required_parameter") gatherProperty(node, found);
  if (node.kind !== "import_statement") return;
  const source = node.children.find((child) => child.field === "source");
  const isOwn = source?.children.some((part) => part.text.startsWith(".")) ?? false;
  collectImports(node, isOwn, found.names);
}

/** `constructor(private readonly source: string)` gives a field as well as a parameter. */
function gatherProperty(parameter: RawNode, found: FoundNames): void {
  if (!parameter.children.some((child) => /^(?:accessibility_modifier|readonly)$/.test(child.kind)))
    return;
  for (const child of parameter.children)
    if (child.field === "pattern") found.members.add(child.text);
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
