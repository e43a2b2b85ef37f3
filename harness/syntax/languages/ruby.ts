import type { RawNode } from "../readTree.ts";
import { commonPunctuation, places, rulesOf, setOf, type FoundNames } from "./rules.ts";

export const ruby = rulesOf({
  names: setOf("constant instance_variable class_variable global_variable"),
  members: setOf("method_name symbol"),
  // A bare word is a variable or a call of an own method.
  either: setOf("identifier"),
  gives: places(`
    module.name class.name assignment.left operator_assignment.left method_parameters>identifier
    optional_parameter.name splat_parameter.name keyword_parameter.name hash_splat_parameter.name block_parameter.name
    block_parameters>identifier block_parameters>destructured_parameter method_parameters>destructured_parameter
    lambda_parameters>identifier for.pattern exception_variable>identifier in_clause.pattern`),
  givesMembers: places(
    "method.name singleton_method.name keyword_parameter.name setter.name alias.name",
  ),
  uses: setOf("call element_reference scope_resolution pair"),
  // Called by the language itself.
  world: setOf("initialize to_s to_h each call == <=> method_missing"),
  gather: gatherAttributes,
  paths: setOf("scope_resolution"),
  rewrite: oneSpelling,
  transparent: places("*>parenthesized_statements"),
  punctuation: setOf(`${commonPunctuation} do end then "# #{`),
  strings: setOf("string"),
  quotesMatter: true,
  isImport: (node) =>
    node.kind === "call" &&
    node.children.some(
      (child) => child.field === "method" && /^require(?:_relative)?$/.test(child.text),
    ),
  importContainers: setOf("program"),
});

/** `attr_reader :items` gives a method. */
function gatherAttributes(node: RawNode, found: FoundNames): void {
  if (node.kind !== "call" || !node.children[0]?.text.startsWith("attr_")) return;
  for (const argument of node.children.at(-1)?.children ?? [])
    if (argument.kind === "simple_symbol") found.members.add(argument.text.slice(1));
}

const spellings: Readonly<Record<string, string>> = {
  do_block: "block",
  body_statement: "body",
  block_body: "body",
};

function oneSpelling(node: RawNode): RawNode {
  const kind = spellings[node.kind];
  if (kind !== undefined) return { ...node, kind };
  // `a: 1` and `:a => 1`.
  if (node.kind === "hash_key_symbol") return { ...node, kind: "symbol" };
  if (node.kind === "simple_symbol") return { ...node, kind: "symbol", text: node.text.slice(1) };
  if (node.kind === "pair") return { ...node, children: withValue(node.children) };
  const isOfObject =
    node.kind === "call" && node.children.some((child) => child.field === "receiver");
  return isOfObject ? { ...node, children: node.children.map(memberCalled) } : node;
}

function memberCalled(child: RawNode): RawNode {
  return child.field === "method" && child.kind === "identifier"
    ? { ...child, kind: "method_name" }
    : child;
}

/** `{ sum: }` is short for `{ sum: sum }`. */
function withValue(children: readonly RawNode[]): RawNode[] {
  const [key] = children;
  const isShort = key !== undefined && !children.some((child) => child.field === "value");
  return isShort ? [key, { ...key, kind: "identifier", field: "value" }] : [...children];
}
