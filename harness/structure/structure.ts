export { languageOfPath, languagesIn } from "./languages.ts";
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
export { canonicalTool } from "./toolNames.ts";
export { canonicalPath, inferWorkspace, pathArgument } from "./workspacePaths.ts";
