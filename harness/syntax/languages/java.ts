import type { RawNode } from "../readTree.ts";
import { commonUsingFields, places, rulesOf, setOf } from "./rules.ts";

export const java = rulesOf({
  names: setOf("type_identifier"),
  members: setOf("method_name"),
  // A field or a method of the class needs no `this.`.
  either: setOf("identifier"),
  memberPlaces: places("field_access.field"),
  gives: places(`
    class_declaration.name interface_declaration.name enum_declaration.name record_declaration.name
    annotation_type_declaration.name constructor_declaration.name compact_constructor_declaration.name
    variable_declarator.name formal_parameter.name catch_formal_parameter.name resource.name
    enhanced_for_statement.name instanceof_expression.name type_pattern>identifier
    record_pattern_component>identifier labeled_statement>identifier lambda_expression.parameters
    type_parameter>type_identifier type_parameter>identifier`),
  givesMembers: places(`
    method_declaration.name enum_constant.name annotation_type_element_declaration.name field_declaration.declarator
    constant_declaration.declarator record_declaration.parameters`),
  uses: setOf("modifiers type_bound dimensions"),
  usingFields: setOf(commonUsingFields),
  // Called by the runtime or the standard library.
  world: setOf("main toString equals hashCode compareTo close run"),
  paths: setOf("scoped_identifier scoped_type_identifier"),
  rewrite: markCallsOfObjects,
  transparent: places(`
    *>parenthesized_expression *>expression_statement if_statement>block while_statement>block for_statement>block
    enhanced_for_statement>block do_statement>block lambda_expression>inferred_parameters`),
  strings: setOf("string_literal"),
  isImport: (node) => node.kind === "import_declaration",
  importContainers: setOf("program"),
});

/** `item.price()` calls a member, `price()` may call one. */
function markCallsOfObjects(node: RawNode): RawNode {
  const isOfObject =
    node.kind === "method_invocation" && node.children.some((child) => child.field === "object");
  if (!isOfObject) return node;
  const children = node.children.map((child) =>
    child.field === "name" ? { ...child, kind: "method_name" } : child,
  );
  return { ...node, children };
}
