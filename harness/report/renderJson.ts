import type { Matrix } from "../analysis/analysis.ts";

/**
 * `matrix.json`: the matrix as it is, `schema` first, keys in the order of its type, unknown as null. Ends with a line break.
 * The order of the keys is the order in which analysis made them, so equal matrices give equal bytes.
 */
export function renderJson(matrix: Matrix): string {
  const { schema, ...rest } = matrix;
  return `${JSON.stringify({ schema, ...rest }, null, 2)}\n`;
}
