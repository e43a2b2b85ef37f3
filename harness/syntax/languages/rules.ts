import type { RawNode } from "../readTree.ts";

/**
 * What the language-free readers (declaredNames, normalise) have to know about one grammar. Everything is optional:
 * what a table does not name is kept as it is written.
 */
export type SyntaxRules = {
  /** kinds of leaves that name variables, functions and types */ readonly names: ReadonlySet<string>;
  /** kinds of leaves that name methods and fields */ readonly members: ReadonlySet<string>;
  /** kinds of leaves that may name either, e.g. a method called without `this.` */
  readonly either: ReadonlySet<string>;
  /** places whose leaf names a member whatever its kind */ readonly memberPlaces: Places;
  /** places whose leaf may name either whatever its kind */ readonly eitherPlaces: Places;

  /** places whose names the source gives */ readonly gives: Places;
  /** places whose names the source gives to members */ readonly givesMembers: Places;
  /** the same, but only directly in a class */ readonly givesInClass: Places;
  /** places of patterns that mix new names with constants: only lower-case names are new */
  readonly givesLowerCase: Places;
  /** kinds that only give their name when they have a body: `struct stat s` does not give `stat` */
  readonly needsBody: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** kinds between a class and its members */ readonly classBodies: ReadonlySet<string>;
  /** kinds that only use names, wherever names are given */ readonly uses: ReadonlySet<string>;
  /** fields that only use names, wherever names are given */ readonly usingFields: ReadonlySet<string>;
  /** kinds whose value gives names all the same: `{ key: local }` as a pattern */
  readonly givingPairs: ReadonlySet<string>;
  /** kinds of which only the child in field `name` gives names */ readonly onlyName: ReadonlySet<string>;
  /** names that belong to the world although the source gives them: `main`, `PATH`, `toString` */
  readonly world: ReadonlySet<string>;
  /** what places cannot say; called for every node */
  readonly gather: ((node: RawNode, found: FoundNames) => void) | null;
  /** kinds of paths such as `a::b`: their leaves are foreign when their first name is */
  readonly paths: ReadonlySet<string>;
  /** first names of paths into the own project: `crate`, `self` */ readonly ownPaths: ReadonlySet<string>;

  /** changes the source before it is parsed */ readonly prepare: (source: string) => string;
  /** kinds of leaves whose text counts to its end, however long it is */
  readonly wholeText: ReadonlySet<string>;
  /** kinds that are read as one leaf with all their text */ readonly atoms: ReadonlySet<string>;
  /** kinds whose text between the children counts, e.g. a here-document */ readonly gapped: ReadonlySet<string>;
  /** changes one node before it is normalised: shorthands written out, two spellings made one */
  readonly rewrite: (node: RawNode) => RawNode;
  /** what says nothing; comments are always silent */ readonly isSilent: (
    node: RawNode,
  ) => boolean;
  /** places that say no more than their only child */ readonly transparent: Places;
  /** kinds that are replaced by their children */ readonly spliced: ReadonlySet<string>;
  /** tokens that carry no meaning of their own */ readonly punctuation: ReadonlySet<string>;
  /** kinds of strings; one without interpolation becomes a leaf */ readonly strings: ReadonlySet<string>;
  /** whether the kind of quote decides how `\`, `$` and `#` in a string are read */
  readonly quotesMatter: boolean;
  /** leaves that quote names in their text, and where in it */
  readonly embeddedNames: ReadonlyMap<string, RegExp>;
  readonly isImport: (node: RawNode) => boolean;
  /** kinds in which imports are sorted to the front */ readonly importContainers: ReadonlySet<string>;
  /** kinds whose children are sorted */ readonly sorted: ReadonlySet<string>;
  /** kinds whose children but the first are sorted */ readonly sortedTail: ReadonlySet<string>;
};

/** Names collected from a source; `foreign` ones are taken away at the end. */
export type FoundNames = {
  readonly names: Set<string>;
  readonly members: Set<string>;
  readonly foreign: Set<string>;
};

/** Roles of nodes, by kind of the parent ("*" for any): the child's fields and kinds. */
export type Places = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads places: `parent.field`, `parent>kind` or `*.field`, separated by white space. */
export function places(list: string): Places {
  const found = new Map<string, Set<string>>();
  for (const place of words(list)) {
    const split = place.search(/[.>]/);
    const parent = place.slice(0, split);
    const role = place[split] === ">" ? place.slice(split) : place.slice(split + 1);
    found.set(parent, (found.get(parent) ?? new Set<string>()).add(role));
  }
  return found;
}

/** Whether a child stands at one of the places. */
export function isAt(
  where: Places,
  parent: string,
  child: Pick<RawNode, "kind" | "field">,
): boolean {
  const inParent = where.get(parent);
  if (inParent !== undefined && (inParent.has(child.field) || inParent.has(`>${child.kind}`)))
    return true;
  const anywhere = where.get("*");
  return anywhere !== undefined && (anywhere.has(child.field) || anywhere.has(`>${child.kind}`));
}

/** A set of words separated by white space. */
export function setOf(list: string): ReadonlySet<string> {
  return new Set(words(list));
}

function words(list: string): string[] {
  return list.split(/\s+/).filter((word) => word !== "");
}

/** Brackets, separators and quotes: what a formatter may change or what the kind of the node says already. */
export const commonPunctuation = "( ) [ ] { } ${ ; , : . \" ' ` => ->";

/** Fields that use names in most grammars. */
export const commonUsingFields = "type value right key return_type default_value condition";

const nothing: ReadonlySet<string> = new Set();
const nowhere: Places = new Map();

/** A language's rules from those it needs. */
export function rulesOf(given: Partial<SyntaxRules>): SyntaxRules {
  return {
    names: nothing,
    members: nothing,
    either: nothing,
    memberPlaces: nowhere,
    eitherPlaces: nowhere,
    gives: nowhere,
    givesMembers: nowhere,
    givesInClass: nowhere,
    givesLowerCase: nowhere,
    needsBody: nothing,
    classes: nothing,
    classBodies: nothing,
    uses: nothing,
    usingFields: setOf(commonUsingFields),
    givingPairs: nothing,
    onlyName: nothing,
    world: nothing,
    gather: null,
    paths: nothing,
    ownPaths: nothing,
    prepare: (source) => source,
    wholeText: nothing,
    atoms: nothing,
    gapped: nothing,
    rewrite: (node) => node,
    isSilent: () => false,
    transparent: nowhere,
    spliced: nothing,
    punctuation: setOf(commonPunctuation),
    strings: nothing,
    quotesMatter: false,
    embeddedNames: new Map(),
    isImport: () => false,
    importContainers: nothing,
    sorted: nothing,
    sortedTail: nothing,
    ...given,
  };
}
