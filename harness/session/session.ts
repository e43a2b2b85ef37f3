export { createLaneFolders, removeLaneFolders, type LaneFolders } from "./folders.ts";
export {
  clearConversation,
  createLaneSessions,
  type LaneIdentity,
  type LaneSessions,
  type LiveSession,
  type Readiness,
} from "./laneSessions.ts";
export { type RecycleReason, type SessionState } from "./recycle.ts";
