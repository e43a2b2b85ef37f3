export { createHome, createLaneFolders, removeLaneFolders, type LaneFolders } from "./folders.ts";
export {
  clearConversation,
  createLaneSessions,
  type LaneIdentity,
  type LaneSessions,
  type LiveSession,
  type Readiness,
} from "./laneSessions.ts";
export { recycleReason, type RecycleReason, type SessionState } from "./recycle.ts";
