import { commonUsingFields, places, rulesOf, setOf } from "./rules.ts";

export const csharp = rulesOf({
  names: setOf("implicit_parameter"),
  // A member needs no `this.`.
  either: setOf("identifier"),
  memberPlaces: places("member_access_expression.name member_binding_expression.name"),
  gives: places(`
    using_directive.name class_declaration.name interface_declaration.name struct_declaration.name
    record_declaration.name enum_declaration.name delegate_declaration.name constructor_declaration.name
    destructor_declaration.name type_parameter.name parameter.name parameter_list.name variable_declarator.name
    variable_declarator>tuple_pattern tuple_pattern.name foreach_statement.left from_clause.name query_expression>identifier let_clause.name
    join_clause.name catch_declaration.name declaration_pattern.name recursive_pattern.name var_pattern.name
    declaration_expression.name parenthesized_variable_designation.name local_function_statement.name
    lambda_expression.parameters labeled_statement>identifier`),
  givesMembers: places(`
    method_declaration.name property_declaration.name event_declaration.name enum_member_declaration.name
    field_declaration>variable_declaration event_field_declaration>variable_declaration
    record_declaration>parameter_list`),
  usingFields: setOf(commonUsingFields),
  onlyName: setOf("variable_declarator parameter"),
  // Called by the runtime or the standard library.
  world: setOf("Main ToString Equals GetHashCode Dispose CompareTo"),
  paths: setOf("qualified_name alias_qualified_name"),
  atoms: setOf("interpolation_format_clause"),
  isSilent: (node) =>
    /^(?:interpolation_brace|interpolation_start|preproc_region|preproc_endregion|empty_statement)$/.test(
      node.kind,
    ),
  transparent: places(`
    *>parenthesized_expression *>expression_statement *>parameter *>argument *>variable_declaration
    lambda_expression>parameter_list if_statement>block while_statement>block for_statement>block
    foreach_statement>block do_statement>block`),
  strings: setOf("string_literal"),
  isImport: (node) => node.kind === "using_directive",
  importContainers: setOf("compilation_unit declaration_list file_scoped_namespace_declaration"),
});
