import type { RawNode } from "../readTree.ts";
import { commonPunctuation, places, rulesOf, setOf, type FoundNames } from "./rules.ts";

/** Shell; variables and functions of the script are its own, commands and the environment are the world's. */
export const shell = rulesOf({
  names: setOf("variable_name function_name"),
  gives: places(`
    variable_assignment.name for_statement.variable select_statement.variable declaration_command>variable_name`),
  uses: setOf("subscript"),
  world: setOf(
    "PATH HOME IFS PWD OLDPWD LANG LC_ALL TMPDIR SHELL USER EDITOR PS1 OPTIND OPTARG REPLY RANDOM CDPATH",
  ),
  gather: gatherEnvironment,
  wholeText: setOf("text heredoc_content heredoc_body"),
  gapped: setOf("string heredoc_body"),
  rewrite: oneSpelling,
  punctuation: setOf(`${commonPunctuation} $ $( function`),
  strings: setOf("string"),
  quotesMatter: true,
});

/** Functions, variables that `read` fills, and what is given to child processes: there the name matters. */
function gatherEnvironment(node: RawNode, found: FoundNames): void {
  if (node.kind === "function_definition") {
    for (const child of node.children) if (child.field === "name") found.names.add(child.text);
  }
  const isExport = node.kind === "declaration_command" && node.children[0]?.kind === "export";
  if (isExport || node.kind === "command") {
    for (const child of node.children) addForeign(child, found);
  }
  for (const word of readVariables(node)) found.names.add(word.text);
}

function addForeign(child: RawNode, found: FoundNames): void {
  if (child.kind === "variable_name") found.foreign.add(child.text);
  if (child.kind !== "variable_assignment") return;
  for (const part of child.children) if (part.field === "name") found.foreign.add(part.text);
}

/** The variables of `read -r line` and its like are words to the grammar. */
function readVariables(node: RawNode): readonly RawNode[] {
  if (node.kind !== "command") return [];
  const name = node.children.find((child) => child.field === "name")?.children[0]?.text ?? "";
  if (!/^(?:read|mapfile|readarray|getopts)$/.test(name)) return [];
  return node.children.filter(
    (child) => child.kind === "word" && /^[A-Za-z_]\w*$/.test(child.text),
  );
}

function oneSpelling(node: RawNode): RawNode {
  switch (node.kind) {
    case "command": {
      const variables = new Set(readVariables(node));
      if (variables.size === 0) return node;
      const children = node.children.map((child) =>
        variables.has(child) ? { ...child, kind: "variable_name" } : child,
      );
      return { ...node, children };
    }
    case "command_name":
    case "function_definition":
      return { ...node, children: node.children.map(functionName) };
    case "c_style_for_statement":
      return { ...node, children: node.children.map(arithmeticName) };
    case "raw_string":
      return unquoted(node);
    case "simple_expansion":
      return { ...node, children: withLeadingSpace(node) };
    case "expansion": {
      const isPlain = node.children.every(
        (child) => child.isNamed || /^(?:\$\{|\})$/.test(child.kind),
      );
      const kind = isPlain ? "simple_expansion" : node.kind;
      return { ...node, kind, children: withLeadingSpace(node) };
    }
    default:
      return node;
  }
}

function functionName(child: RawNode): RawNode {
  return child.kind === "word" ? { ...child, kind: "function_name" } : child;
}

/** In `for ((i = 0; i < n; i++))` the grammar takes variables for words. */
function arithmeticName(node: RawNode): RawNode {
  if (node.field === "body") return node;
  if (node.kind === "word") return { ...node, kind: "variable_name" };
  return { ...node, children: node.children.map(arithmeticName) };
}

/** The grammar hides the white space of `"$a $b"` in the second `$`, where it is part of the string. */
function withLeadingSpace(node: RawNode): RawNode[] {
  const space = /^\s+/.exec(node.children[0]?.text ?? "")?.[0];
  if (space === undefined) return node.children;
  const text = { kind: "text", field: "", isNamed: true, text: space, children: [] };
  return [text, ...node.children];
}

function unquoted(node: RawNode): RawNode {
  const quote = { ...node, kind: "'", field: "", isNamed: false, text: "'", children: [] };
  const content = { ...node, kind: "string_content", field: "", text: node.text.slice(1, -1) };
  return { ...node, kind: "string", text: "", children: [quote, content, quote] };
}
