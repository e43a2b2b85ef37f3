export { identityOf, structureHash, structureOf } from "./structureOf.ts";
export type {
  ChangedFile,
  CodeUnit,
  Effort,
  Language,
  ParseSource,
  Structure,
  StructureInput,
  SyntaxNode,
  Target,
} from "./types.ts";
