import type { RawNode } from "../readTree.ts";
import { places, rulesOf, setOf, type FoundNames } from "./rules.ts";

export const rust = rulesOf({
  names: setOf("identifier type_identifier shorthand_field_identifier metavariable lifetime label"),
  members: setOf("field_identifier"),
  // Arguments of macros are bare tokens: `item.price` does not say which of the two is the field.
  eitherPlaces: places("token_tree>identifier"),
  gives: places(`
    struct_item.name enum_item.name union_item.name enum_variant.name const_item.name static_item.name type_item.name
    trait_item.name associated_type.name macro_definition.name token_binding_pattern.name type_parameter.name
    const_parameter.name lifetime_parameter.name function_item.name function_signature_item.name mod_item.name
    closure_parameters>identifier use_as_clause.alias for_expression>label loop_expression>label
    while_expression>label block>label`),
  givesLowerCase: places(`
    let_declaration.pattern parameter.pattern for_expression.pattern let_condition.pattern match_arm.pattern
    closure_parameters>tuple_pattern closure_parameters>reference_pattern closure_parameters>struct_pattern`),
  givesMembers: places("field_declaration.name"),
  givesInClass: places("function_item.name function_signature_item.name"),
  classes: setOf("impl_item trait_item"),
  classBodies: setOf("declaration_list"),
  uses: setOf("scoped_identifier scoped_type_identifier generic_type macro_invocation"),
  // Called by the runtime or through a trait; `from`, `index`, `next` and so on are as often names of variables.
  world: setOf("main fmt clone deref eq cmp '_ 'static"),
  gather: gatherOwnImports,
  paths: setOf("scoped_identifier scoped_type_identifier"),
  ownPaths: setOf("crate self super Self"),
  atoms: setOf("lifetime label"),
  rewrite: writeOutShorthands,
  transparent: places(
    "*>parenthesized_expression match_arm>block closure_expression>block *>match_pattern",
  ),
  strings: setOf("string_literal"),
  embeddedNames: new Map([["string_literal", /(?<=(?:^|[^{])(?:\{\{)*\{)[a-z_]\w*(?=[:}])/g]]),
  isImport: (node) => node.kind === "use_declaration",
  importContainers: setOf("source_file declaration_list block"),
  sorted: setOf("use_list"),
});

/** `use crate::cart::total` gives a name of the project, `use std::fs::File` one of the world. */
function gatherOwnImports(node: RawNode, found: FoundNames): void {
  if (node.kind !== "use_declaration") return;
  const leaves = leavesOf(node).filter((leaf) => leaf.isNamed);
  if (!/^(?:crate|self|super)$/.test(leaves[0]?.kind ?? "")) return;
  for (const leaf of leaves) if (leaf.kind === "identifier") found.names.add(leaf.text);
}

function leavesOf(node: RawNode): RawNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

function writeOutShorthands(node: RawNode): RawNode {
  const [first] = node.children;
  if (node.kind === "shorthand_field_initializer" && first !== undefined) {
    const field = { ...first, kind: "field_identifier", field: "field" };
    return { ...node, kind: "field_initializer", children: [field, { ...first, field: "value" }] };
  }
  if (node.kind === "field_pattern") return { ...node, children: node.children.flatMap(bothNames) };
  // `[0; 3]` is three elements, `[0, 3]` is two.
  const isRepeated =
    node.kind === "array_expression" && node.children.some((child) => child.kind === ";");
  return isRepeated ? { ...node, kind: "repeated_array" } : node;
}

function bothNames(child: RawNode): RawNode[] {
  if (child.kind !== "shorthand_field_identifier") return [child];
  return [
    { ...child, kind: "field_identifier" },
    { ...child, kind: "identifier", field: "pattern" },
  ];
}
