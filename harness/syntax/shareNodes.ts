import type { SyntaxNode } from "../structure/structure.ts";

/** About 140 MB, the nodes themselves included. Beyond it all are forgotten, and later trees share nodes among themselves. */
const mostShared = 500_000;

type Shared = { readonly id: number; readonly node: SyntaxNode };

/**
 * Makes equal subtrees of all trees that it is given one object: versions of a file, of which a run holds thousands, have most of theirs in
 * common.
 */
export function createSharing(): (tree: SyntaxNode) => SyntaxNode {
  const known = new Map<string, Shared>();
  const share = ({ label, children }: SyntaxNode): Shared => {
    const shared = children.map(share);
    // How many children there are says where their ids end.
    const key = `${[shared.length, ...shared.map(({ id }) => id)].join(" ")} ${label}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = { id: known.size, node: { label, children: shared.map(({ node }) => node) } };
    known.set(key, made);
    return made;
  };
  return (tree) => {
    if (known.size >= mostShared) known.clear();
    return share(tree).node;
  };
}
