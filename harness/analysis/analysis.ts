export { computeMatrix, type MatrixOptions } from "./computeMatrix.ts";
export { insufficientSessions } from "./estimates.ts";
export type * from "./types.ts";
