import { isAt, type FoundNames, type SyntaxRules } from "./languages/rules.ts";
import type { RawNode } from "./readTree.ts";

/** Names that the source itself gives: renaming them changes nothing. All others belong to the world. */
export type DeclaredNames = {
  /** variables, parameters, functions, classes, types, imports of the project's own files */
  readonly names: ReadonlySet<string>;
  /** methods and fields of the source's classes */
  readonly members: ReadonlySet<string>;
};

/** Collects what a source declares, by the role of an identifier in its parent. One set for all scopes. */
export function declaredNames(root: RawNode, rules: SyntaxRules): DeclaredNames {
  const found: FoundNames = { names: new Set(), members: new Set(), foreign: new Set() };
  visit(root, false, { rules, found });
  for (const name of [...rules.world, ...found.foreign]) {
    found.names.delete(name);
    found.members.delete(name);
  }
  return found;
}

type Search = { readonly rules: SyntaxRules; readonly found: FoundNames };

function visit(node: RawNode, inClass: boolean, search: Search): void {
  const { rules, found } = search;
  rules.gather?.(node, found);
  const isGiving = !rules.needsBody.has(node.kind) || node.children.some(isBody);
  const inClassNow = rules.classes.has(node.kind) || (inClass && rules.classBodies.has(node.kind));
  for (const child of node.children) {
    if (isGiving) collectGiven(node.kind, child, search);
    const isMember =
      isAt(rules.givesMembers, node.kind, child) ||
      (inClass && isAt(rules.givesInClass, node.kind, child));
    if (isMember) collect(child, rules, (leaf) => found.members.add(leaf.text));
    visit(child, inClassNow, search);
  }
}

function isBody(child: RawNode): boolean {
  return child.field === "body";
}

function collectGiven(parent: string, child: RawNode, { rules, found }: Search): void {
  const isMixed = isAt(rules.givesLowerCase, parent, child);
  if (!isMixed && !isAt(rules.gives, parent, child)) return;
  collect(child, rules, (leaf, inPath) => {
    if (isMixed && !/^[a-z_]/.test(leaf.text)) return;
    // A pattern only quotes the fields that it takes apart.
    if (!isMixed && (rules.members.has(leaf.kind) || inPath)) found.members.add(leaf.text);
    if (rules.names.has(leaf.kind) || rules.either.has(leaf.kind)) found.names.add(leaf.text);
  });
}

type Take = (leaf: RawNode, inPath: boolean) => void;

/** Hands on the leaves of a pattern that give names instead of using them. */
function collect(node: RawNode, rules: SyntaxRules, take: Take, inPath = false): void {
  if (rules.uses.has(node.kind)) return;
  if (node.children.length === 0) return node.isNamed ? take(node, inPath) : undefined;
  for (const child of node.children) {
    if (rules.onlyName.has(node.kind) && child.field !== "name" && !isPattern(child)) continue;
    const isGivenValue = child.field === "value" && rules.givingPairs.has(node.kind);
    if (isGivenValue || !rules.usingFields.has(child.field))
      collect(child, rules, take, inPath || rules.paths.has(node.kind));
  }
}

function isPattern(child: RawNode): boolean {
  return child.kind.endsWith("_pattern");
}
