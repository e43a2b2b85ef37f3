import type { RawNode } from "../readTree.ts";
import { commonPunctuation, commonUsingFields, places, rulesOf, setOf } from "./rules.ts";

/** C++ and, with the same grammar, C. */
export const cpp = rulesOf({
  names: setOf("type_identifier namespace_identifier statement_identifier"),
  members: setOf("field_identifier"),
  // A member needs no `this->`.
  either: setOf("identifier"),
  gives: places(`
    class_specifier.name struct_specifier.name union_specifier.name enum_specifier.name enumerator.name
    alias_declaration.name type_definition.declarator namespace_definition.name namespace_alias_definition.name
    concept_definition.name preproc_def.name preproc_function_def.name preproc_params>identifier
    type_parameter_declaration>type_identifier variadic_type_parameter_declaration>type_identifier
    optional_type_parameter_declaration.name parameter_declaration.declarator
    optional_parameter_declaration.declarator variadic_parameter_declaration.declarator declaration.declarator
    function_definition.declarator field_declaration.declarator for_range_loop.declarator labeled_statement.label
    lambda_capture_initializer.left`),
  needsBody: setOf("class_specifier struct_specifier union_specifier enum_specifier"),
  uses: setOf(
    "template_argument_list argument_list initializer_list type_qualifier attribute_declaration trailing_return_type",
  ),
  usingFields: setOf(`${commonUsingFields} size`),
  world: setOf("main std"),
  paths: setOf("qualified_identifier"),
  wholeText: setOf("preproc_arg"),
  rewrite: spaceMacro,
  transparent: places(`
    *>parenthesized_expression *>expression_statement *>condition_clause if_statement>compound_statement
    while_statement>compound_statement for_statement>compound_statement for_range_loop>compound_statement
    do_statement>compound_statement else_clause>compound_statement`),
  // Both take a member, of an object or of what a smart pointer points at.
  punctuation: setOf(commonPunctuation.replace(" ->", "").replace(" .", "")),
  strings: setOf("string_literal"),
  embeddedNames: new Map([["preproc_arg", /[A-Za-z_]\w*/g]]),
  isImport: (node) => node.kind === "preproc_include",
  importContainers: setOf("translation_unit preproc_ifdef"),
});

/** The body of a macro is bare text to the grammar. */
function spaceMacro(node: RawNode): RawNode {
  if (node.kind !== "preproc_arg") return node;
  return { ...node, text: (node.text.match(/\w+|[^\w\s]/g) ?? []).join(" ") };
}
