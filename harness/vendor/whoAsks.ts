import { z } from "zod";
import type { Client } from "./decide.ts";
import type { MessagesRequest } from "./request.ts";

/** The process a request comes from, and the device it claims to run on. */
export type Caller = { readonly processId: string; readonly device: string | null };

const userSchema = z.looseObject({
  device_id: z.string().optional(),
  session_id: z.string().optional(),
});

/**
 * The process by the path that it was given, else by the recorder's header, else by what Claude Code tells of its session.
 * The last is only a makeshift: `/clear` gives a session a new id.
 */
export function callerOf(
  pathProcess: string | undefined,
  headers: Headers,
  request: Pick<MessagesRequest, "metadata">,
): Caller {
  const user = userOf(request.metadata?.user_id);
  const processId =
    pathProcess ??
    headers.get("x-sametwice-process") ??
    headers.get("x-claude-code-session-id") ??
    user.session_id ??
    "anonymous";
  return { processId, device: user.device_id ?? null };
}

/** Newer clients send their ids as JSON, older ones as one word. */
function userOf(userId: string | undefined): z.infer<typeof userSchema> {
  if (!userId?.startsWith("{")) return userId === undefined ? {} : { session_id: userId };
  try {
    return userSchema.safeParse(JSON.parse(userId)).data ?? {};
  } catch {
    return { session_id: userId };
  }
}

/** Which client asks, in which version, with which betas. */
export function clientOf(headers: Headers): Client {
  const agent = /(claude-cli|sametwice-agent)\/(\d[\w.]*)/.exec(headers.get("user-agent") ?? "");
  const betas = (headers.get("anthropic-beta") ?? "").split(",").map((beta) => beta.trim());
  return {
    kind: agent === null ? null : agent[1] === "claude-cli" ? "claude-code" : "sdk",
    version: agent?.[2] ?? "0",
    betas: new Set(betas.filter((beta) => beta !== "")),
  };
}
