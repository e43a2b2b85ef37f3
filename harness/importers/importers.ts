export { importArchive, type ArchiveImport } from "./importArchive.ts";
export { importLog } from "./importLog.ts";
export { mostBytes } from "./lines.ts";
export { ownLineOf } from "./ownLines.ts";
export {
  logFormats,
  type FileReport,
  type FirstMessage,
  type GroupKeys,
  type Imported,
  type LogFile,
  type LogFormat,
  type Take,
  type Thread,
} from "./types.ts";
