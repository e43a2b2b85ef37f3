export { findLogs, type FoundLogs, type LogPath } from "./findLogs.ts";
export { readLog } from "./readLog.ts";
