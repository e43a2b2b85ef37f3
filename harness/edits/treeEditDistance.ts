/** An ordered tree; the label is all that a node is. */
export type LabelledTree = {
  readonly label: string;
  readonly children: readonly LabelledTree[];
};

/** A tree with interned labels; equal subtrees have the same shape. */
export type ShapedTree = {
  readonly label: number;
  readonly shape: number;
  /** nodes */
  readonly size: number;
  readonly children: readonly ShapedTree[];
};

/** What is left of two trees when their common parts are taken off: two forests under one imagined root. */
export type Remainder = {
  readonly a: readonly ShapedTree[];
  readonly b: readonly ShapedTree[];
  readonly sizeA: number;
  readonly sizeB: number;
  /** known costs of pairing trees of two shapes; see `editsAtMost` */
  readonly pairings: Map<number, number>;
};

/**
 * Fewest nodes to insert, delete or relabel to turn one ordered tree into another (unit costs).
 * @see Zhang & Shasha 1989, SIAM J. Comput. 18(6). Check: vectors "ted_*"
 */
export function treeEditDistance(a: LabelledTree, b: LabelledTree): number {
  return remainderDistance(remainderOf(a, b), Infinity) ?? 0;
}

/**
 * Takes off equal roots and equal first and last children, level by level. Exact: some cheapest mapping maps an equal
 * first (or last) subtree onto its twin and an equal root onto the other. Two versions of a file mostly shrink to
 * the one function in which they differ.
 */
export function remainderOf(a: LabelledTree, b: LabelledTree): Remainder {
  if (shapes.shaped.size + shapes.pairings.size > mostShapes) shapes = noShapes();
  let left: readonly ShapedTree[] = [shapeOf(a)];
  let right: readonly ShapedTree[] = [shapeOf(b)];
  for (;;) {
    [left, right] = withoutCommonEnds(left, right);
    const [x, y] = [left[0], right[0]];
    const areSinglePair = left.length === 1 && right.length === 1;
    if (!areSinglePair || x === undefined || y === undefined || x.label !== y.label) break;
    [left, right] = [x.children, y.children];
  }
  return {
    a: left,
    b: right,
    sizeA: sizeOf(left),
    sizeB: sizeOf(right),
    pairings: shapes.pairings,
  };
}

/**
 * Exact distance of what is left, or null when it would take more than `mostCells` steps of about 10 ns. The mirror
 * images of two trees are equally far apart; the cheaper side is taken, since source grows to the right.
 */
export function remainderDistance(
  { a, b, sizeA, sizeB }: Remainder,
  mostCells: number,
): number | null {
  if (sizeA === 0 || sizeB === 0) return sizeA + sizeB;
  const [cheaper] = [false, true]
    .map((isMirrored) => {
      const left = postorder(a, sizeA, isMirrored);
      const right = postorder(b, sizeB, isMirrored);
      return { left, right, cells: cellsOf(left) * cellsOf(right) };
    })
    .sort((x, y) => x.cells - y.cells);
  if (cheaper === undefined || cheaper.cells > mostCells) return null;
  return zhangShasha(cheaper.left, cheaper.right);
}

function cellsOf({ keyRoots, leftmost }: Postorder): number {
  return keyRoots.reduce((sum, root) => sum + root - (leftmost[root] ?? 0) + 1, 0);
}

type Shapes = {
  readonly labels: Map<string, number>;
  /** one for all equal subtrees: versions of a file have most of theirs in common */
  readonly shaped: Map<string, ShapedTree>;
  readonly trees: WeakMap<LabelledTree, ShapedTree>;
  readonly pairings: Map<number, number>;
};

/** About 200 MB. Beyond it all are forgotten; no remainder is used any longer than until the next is asked for. */
const mostShapes = 500_000;
/** The shapes of trees that were compared before: a reference is compared with everything else. */
let shapes = noShapes();

function noShapes(): Shapes {
  return { labels: new Map(), shaped: new Map(), trees: new WeakMap(), pairings: new Map() };
}

function shapeOf(tree: LabelledTree): ShapedTree {
  const known = shapes.trees.get(tree) ?? shaped(tree, shapes);
  shapes.trees.set(tree, known);
  return known;
}

function shaped(node: LabelledTree, known: Shapes): ShapedTree {
  const children = node.children.map((child) => shaped(child, known));
  const label = known.labels.get(node.label) ?? known.labels.size;
  known.labels.set(node.label, label);
  const key = [label, ...children.map((child) => child.shape)].join(" ");
  const before = known.shaped.get(key);
  if (before !== undefined) return before;
  const tree = { label, shape: known.shaped.size, size: 1 + sizeOf(children), children };
  known.shaped.set(key, tree);
  return tree;
}

function sizeOf(forest: readonly ShapedTree[]): number {
  return forest.reduce((sum, tree) => sum + tree.size, 0);
}

function withoutCommonEnds(
  a: readonly ShapedTree[],
  b: readonly ShapedTree[],
): [readonly ShapedTree[], readonly ShapedTree[]] {
  const shorter = Math.min(a.length, b.length);
  let first = 0;
  while (first < shorter && a[first]?.shape === b[first]?.shape) first++;
  let last = 0;
  while (last < shorter - first && a.at(-1 - last)?.shape === b.at(-1 - last)?.shape) last++;
  return [a.slice(first, a.length - last), b.slice(first, b.length - last)];
}

/** Nodes numbered from 1 in postorder, under an imagined root that both trees share. */
type Postorder = {
  readonly size: number;
  readonly labels: Int32Array;
  /** number of the leftmost leaf below a node */
  readonly leftmost: Int32Array;
  /** the root and every node with a sibling to its left */
  readonly keyRoots: readonly number[];
};

function postorder(
  forest: readonly ShapedTree[],
  forestSize: number,
  isMirrored: boolean,
): Postorder {
  const size = forestSize + 1;
  const labels = new Int32Array(size + 1);
  const leftmost = new Int32Array(size + 1);
  let last = 0;
  const visit = (label: number, children: readonly ShapedTree[]): void => {
    const first = last + 1;
    const ordered = isMirrored ? children.toReversed() : children;
    for (const child of ordered) visit(child.label, child.children);
    last++;
    labels[last] = label;
    leftmost[last] = first;
  };
  visit(-1, forest);
  const highest = new Map<number, number>();
  for (let node = 1; node <= size; node++) highest.set(leftmost[node] ?? 0, node);
  return { size, labels, leftmost, keyRoots: [...highest.values()].sort((x, y) => x - y) };
}

function zhangShasha(a: Postorder, b: Postorder): number {
  const width = b.size + 1;
  const trees = new Int32Array((a.size + 1) * width);
  const forests = new Int32Array((a.size + 1) * width);
  for (const rootA of a.keyRoots) {
    for (const rootB of b.keyRoots) fillForests({ a, b, rootA, rootB }, trees, forests);
  }
  return trees[a.size * width + b.size] ?? 0;
}

type Pair = {
  readonly a: Postorder;
  readonly b: Postorder;
  readonly rootA: number;
  readonly rootB: number;
};

/**
 * Distances of all forests below one pair of key roots. Row and column `leftmost - 1` stand for the empty forest, so
 * that one table serves every pair. The hot loop of the whole harness: typed arrays, looked up once per row where
 * that is possible; `?? 0` is for the compiler only.
 */
function fillForests({ a, b, rootA, rootB }: Pair, trees: Int32Array, forests: Int32Array): void {
  const width = b.size + 1;
  const firstA = a.leftmost[rootA] ?? 0;
  const firstB = b.leftmost[rootB] ?? 0;
  const { labels, leftmost } = b;
  for (let j = firstB - 1; j <= rootB; j++) forests[(firstA - 1) * width + j] = j - firstB + 1;
  for (let i = firstA; i <= rootA; i++) {
    const leftA = a.leftmost[i] ?? 0;
    const label = a.labels[i] ?? 0;
    const above = (i - 1) * width;
    const beforeA = (leftA - 1) * width - 1;
    let left = i - firstA + 1;
    forests[i * width + firstB - 1] = left;
    for (let j = firstB; j <= rootB; j++) {
      const leftB = leftmost[j] ?? 0;
      const here = above + width + j;
      const areTrees = leftA === firstA && leftB === firstB;
      const matched = areTrees
        ? (forests[above + j - 1] ?? 0) + (label === labels[j] ? 0 : 1)
        : (forests[beforeA + leftB] ?? 0) + (trees[here] ?? 0);
      const changed = Math.min(left, forests[above + j] ?? 0) + 1;
      left = Math.min(matched, changed);
      forests[here] = left;
      if (areTrees) trees[here] = left;
    }
  }
}
