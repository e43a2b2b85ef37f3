/**
 * Goes through all ways to split items 0, 1, 2, ... into groups of the given sizes. Groups of equal size are
 * interchangeable, so that each partition is visited once.
 * @param visit gets the items group by group; the array is reused and must not be kept
 * @returns how many partitions there are, or null (nothing visited) when there are more than `most`
 */
export function visitPartitions(
  sizes: readonly number[],
  most: number,
  visit: (placed: Int32Array, sizes: readonly number[]) => void,
): number | null {
  const count = countPartitions(sizes);
  if (count > most) return null;
  const starts = sizes.map((_, group) =>
    sizes.slice(0, group).reduce((sum, size) => sum + size, 0),
  );
  const filled = sizes.map(() => 0);
  const placed = new Int32Array(sizes.reduce((sum, size) => sum + size, 0));
  const place = (item: number): void => {
    if (item === placed.length) return visit(placed, sizes);
    const tried = new Set<number>();
    sizes.forEach((size, group) => {
      const taken = filled[group] ?? 0;
      // Of several empty groups of one size only the first may be begun.
      if (taken === size || (taken === 0 && tried.has(size))) return;
      if (taken === 0) tried.add(size);
      placed[(starts[group] ?? 0) + taken] = item;
      filled[group] = taken + 1;
      place(item + 1);
      filled[group] = taken;
    });
  };
  place(0);
  return count;
}

function countPartitions(sizes: readonly number[]): number {
  let count = 1;
  let items = 0;
  const ofSize = new Map<number, number>();
  for (const size of sizes) {
    for (let i = 1; i <= size; i++) count = (count * ++items) / i;
    const same = (ofSize.get(size) ?? 0) + 1;
    ofSize.set(size, same);
    count /= same;
  }
  return Math.round(count);
}
