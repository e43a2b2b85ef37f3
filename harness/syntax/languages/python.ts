import { isSilentInScripts } from "./ecmascript.ts";
import { places, rulesOf, setOf } from "./rules.ts";

/** Python; a method is a function in the block of a class, perhaps decorated. */
export const python = rulesOf({
  names: setOf("identifier"),
  memberPlaces: places("attribute.attribute"),
  gives: places(`
    function_definition.name class_definition.name default_parameter.name typed_default_parameter.name
    *.parameter *.parameters *.alias assignment.left for_statement.left for_in_clause.left`),
  givesInClass: places("function_definition.name"),
  classes: setOf("class_definition"),
  classBodies: setOf("block decorated_definition"),
  uses: setOf("attribute subscript"),
  usingFields: setOf("type value right key return_type"),
  isSilent: isSilentInScripts,
  transparent: places("*>parenthesized_expression *>expression_statement"),
  strings: setOf("string"),
  isImport: (node) => node.kind.startsWith("import") || node.kind === "future_import_statement",
  importContainers: setOf("module"),
  sortedTail: setOf("import_from_statement"),
});
