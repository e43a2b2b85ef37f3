import type { RawNode } from "../readTree.ts";
import { places, rulesOf, setOf } from "./rules.ts";

export const go = rulesOf({
  names: setOf("identifier type_identifier package_identifier label_name"),
  members: setOf("field_identifier"),
  either: setOf("literal_key"),
  gives: places(`
    import_spec.name type_spec.name type_alias.name const_spec.name var_spec.name function_declaration.name
    parameter_declaration.name variadic_parameter_declaration.name type_parameter_declaration.name
    short_var_declaration.left range_clause.left receive_statement.left type_switch_statement.alias
    labeled_statement.label`),
  givesMembers: places("field_declaration.name method_elem.name method_declaration.name"),
  uses: setOf("selector_expression index_expression"),
  // Called by the runtime, or through an interface of the standard library.
  world: setOf("main init Error String _"),
  rewrite: nameLiteralKeys,
  transparent: places(
    "*>parenthesized_expression *>expression_statement *>expression_list *>literal_element",
  ),
  spliced: setOf("import_declaration import_spec_list"),
  strings: setOf("interpreted_string_literal"),
  isImport: (node) => node.kind === "import_spec",
  importContainers: setOf("source_file"),
});

/** The key of `Item{Price: 3}` is a field, that of `map[string]int{name: 3}` a variable; the grammar does not tell. */
function nameLiteralKeys(node: RawNode): RawNode {
  if (node.kind !== "literal_element" || node.field !== "key") return node;
  const children = node.children.map((child) =>
    child.kind === "identifier" ? { ...child, kind: "literal_key" } : child,
  );
  return { ...node, children };
}
