import { z } from "zod";

const blockSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const messageSchema = z.looseObject({
  role: z.enum(["user", "assistant", "system"]),
  content: z.union([z.string(), z.array(blockSchema)]),
});

/** What the vendor reads of a Messages API request; everything else is let through unread. */
export const requestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(messageSchema).min(1),
  max_tokens: z.int().min(1),
  system: z.union([z.string(), z.array(blockSchema)]).optional(),
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
  metadata: z.looseObject({ user_id: z.string().optional() }).optional(),
  stream: z.boolean().optional(),
  thread: z.looseObject({ type: z.string().optional() }).nullish(),
});

/** `count_tokens` asks about a request that is not going to be made. */
export const countRequestSchema = requestSchema.partial({ max_tokens: true });

export type MessagesRequest = z.infer<typeof requestSchema>;
type Message = z.infer<typeof messageSchema>;

/** Where a conversation stands: what the user asked last, and how many messages the model has answered since. */
export type Position = { readonly prompt: string; readonly step: number };

/**
 * Finds the user's last own words. The client's reminders, command echoes, tool results and the texts with which
 * it makes a model go on are not the user's; neither are `system` messages.
 */
export function positionOf(messages: readonly Message[]): Position {
  const prompts = messages.map(ownTextOf);
  const at = prompts.findLastIndex((text) => text !== "");
  return { prompt: prompts[at] ?? "", step: assistantTurns(messages.slice(at + 1)) };
}

/** Consecutive assistant messages are one: some clients send every content block as its own message. */
function assistantTurns(messages: readonly Message[]): number {
  const speakers = messages.filter(({ role }) => role !== "system").map(({ role }) => role);
  return speakers.filter((role, i) => role === "assistant" && speakers[i - 1] !== "assistant")
    .length;
}

const clientMarkup =
  /<(system-reminder|local-command-caveat|local-command-stdout|command-name|command-message|command-args)>[\s\S]*?<\/\1>/g;

/** How Claude Code asks a model to go on after a cut, an empty answer or an interruption. */
const clientRequests = [
  "Output token limit hit.",
  "[Your previous response had no visible output",
  "[Request interrupted",
];

function ownTextOf(message: Message): string {
  if (message.role !== "user") return "";
  return textsOf(message.content)
    .map((text) => text.replace(clientMarkup, "").trim())
    .filter((text) => text !== "" && !clientRequests.some((start) => text.startsWith(start)))
    .join("\n");
}

/** The folder in which the agent works, as its client tells the model, or null when it does not. */
export function workingDirectoryOf(
  request: Pick<MessagesRequest, "system" | "messages">,
): string | null {
  const texts = [
    ...textsOf(request.system ?? ""),
    ...request.messages
      .filter(({ role }) => role !== "assistant")
      .flatMap(({ content }) => textsOf(content)),
  ];
  for (const text of texts) {
    const match = /working directory: *(\/[^\n<]*)/i.exec(text);
    if (match?.[1] !== undefined) return match[1].trim().replace(/(?<=.)\/$/, "");
  }
  return null;
}

function textsOf(
  content: string | readonly { type: string; text?: string | undefined }[],
): readonly string[] {
  if (typeof content === "string") return [content];
  return content.flatMap(({ type, text }) => (type === "text" && text !== undefined ? [text] : []));
}
