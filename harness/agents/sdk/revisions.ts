/**
 * The revisions of our agent, oldest first: what a version bump of a real client changes (wording, betas, the body
 * features that come with a beta), small enough to read. Pinning a version can be exercised with them without a download.
 * Tools are equal in all revisions. A published revision is never edited; a change is a new revision.
 */
export const revisions = [
  {
    revision: "1.0.0",
    betas: ["interleaved-thinking-2025-05-14"],
    prompt: [
      "You are a coding agent. You change files in a working directory until the user's request is fulfilled.",
      "Read a file before you edit it. Make the smallest change that does what was asked.",
      "When the request names a test, run it before you finish.",
      "Answer briefly.",
    ],
  },
  {
    revision: "1.1.0",
    betas: ["interleaved-thinking-2025-05-14", "context-management-2025-06-27"],
    prompt: [
      "You are a coding agent. You work on the files of one directory until the user's request is fulfilled.",
      "Always read a file before you edit it, and make the smallest change that does what was asked.",
      "When the request names a test, run it before you finish, and look at its output.",
      "Answer in as few words as the request allows.",
    ],
  },
  {
    revision: "1.2.0",
    betas: [
      "interleaved-thinking-2025-05-14",
      "context-management-2025-06-27",
      "thinking-display-updates-2026-08-18",
    ],
    prompt: [
      "You are a careful coding agent. You work on the files of one directory until the user's request is fulfilled.",
      "Always read a file before you edit it. Prefer an edit to a rewrite, and make the smallest change that does what was asked.",
      "When the request names a test, run it before you finish. If it fails, go on until it passes.",
      "Say what you did in as few words as the request allows.",
    ],
  },
] as const satisfies readonly Revision[];

/** One version of the agent. */
export type Revision = {
  readonly revision: string;
  /** sent unless experimental betas are suppressed */
  readonly betas: readonly string[];
  /** lines of the system prompt, without the line that names the working directory */
  readonly prompt: readonly string[];
};

/** The one beta that stays when experimental betas are suppressed, as with Claude Code. */
export const lastingBeta = "interleaved-thinking-2025-05-14";

/** The names of all revisions, oldest first. */
export const sdkRevisions: readonly string[] = revisions.map(({ revision }) => revision);

/** The revision of that name, or null when there is none. */
export function findRevision(name: string): Revision | null {
  return revisions.find(({ revision }) => revision === name) ?? null;
}
