/** Lines as Claude Code writes them to its session files, reduced to what is read of them. */

/** JSON lines of all values; texts are taken as they are. */
export const jsonl = (...lines: readonly unknown[]): string =>
  lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");

const envelope = (uuid: string, parentUuid: string | null, more: object) => ({
  uuid,
  parentUuid,
  sessionId: "s1",
  version: "2.1.300",
  cwd: "/home/me/shop",
  isSidechain: false,
  timestamp: `2026-03-01T10:00:0${uuid.length}.000Z`,
  ...more,
});

/** What the user says, or the results of calls. */
export const prompt = (
  uuid: string,
  parent: string | null,
  content: unknown,
  more: object = {},
) => ({
  type: "user",
  ...envelope(uuid, parent, more),
  message: { role: "user", content },
});

/** One block of the model's message `m1`. */
export const answer = (uuid: string, parent: string, block: object, more: object = {}) => ({
  type: "assistant",
  ...envelope(uuid, parent, more),
  message: {
    id: "m1",
    model: "claude-x",
    content: [block],
    stop_reason: null,
    usage: { input_tokens: 3, output_tokens: 7 },
  },
});

export const use = (id: string, name = "Read") => ({
  type: "tool_use",
  id,
  name,
  input: { path: id },
});

export const output = (id: string, isError = false, content = "out") => [
  { type: "tool_result", tool_use_id: id, is_error: isError, content },
];
