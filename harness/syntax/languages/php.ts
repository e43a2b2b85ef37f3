import type { RawNode } from "../readTree.ts";
import { commonPunctuation, places, rulesOf, setOf, type FoundNames } from "./rules.ts";

/** PHP; a variable is read with its `$`, since `$count = count($items)` has two different names. */
export const php = rulesOf({
  names: setOf("name variable_name"),
  memberPlaces: places(`
    member_access_expression.name member_call_expression.name nullsafe_member_access_expression.name
    nullsafe_member_call_expression.name scoped_call_expression.name
    method_declaration.name enum_case.name`),
  eitherPlaces: places("class_constant_access_expression>name"),
  gives: places(`
    class_declaration.name interface_declaration.name trait_declaration.name enum_declaration.name
    function_definition.name namespace_use_clause.alias const_element>name`),
  givesMembers: places("method_declaration.name enum_case.name const_element>name"),
  world: setOf(`
    $this $_GET $_POST $_SERVER $_COOKIE $_FILES $_ENV $_REQUEST $_SESSION $GLOBALS $argv $argc
    __construct __destruct __get __set __call __callStatic __invoke __toString __isset __unset`),
  gather: gatherVariables,
  paths: setOf("qualified_name"),
  // Answers show PHP without its opening tag, which would make all of it text of a page.
  prepare: (source) => (source.includes("<?") ? source : `<?php\n${source}`),
  wholeText: setOf("text"),
  atoms: setOf("variable_name"),
  isSilent: (node) => node.kind === "php_tag" || node.kind === "empty_statement",
  transparent: places(`
    *>parenthesized_expression *>expression_statement *>argument if_statement>compound_statement
    while_statement>compound_statement for_statement>compound_statement foreach_statement>compound_statement
    do_statement>compound_statement else_clause>compound_statement else_if_clause>compound_statement`),
  // `array(1)` and `[1]`
  punctuation: setOf(`${commonPunctuation} array`),
  strings: setOf("string encapsed_string"),
  quotesMatter: true,
  isImport: (node) => node.kind === "namespace_use_declaration",
  importContainers: setOf("program compound_statement"),
  sorted: setOf("namespace_use_group"),
});

/** Every variable belongs to the source, and a property's also names a member. */
function gatherVariables(node: RawNode, found: FoundNames): void {
  if (node.kind === "variable_name") found.names.add(node.text);
  if (node.kind !== "property_element" && node.kind !== "property_promotion_parameter") return;
  for (const child of node.children)
    if (child.field === "name") found.members.add(child.text.replace(/^\$/, ""));
}
