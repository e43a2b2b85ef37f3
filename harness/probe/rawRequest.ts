import { z } from "zod";

/** Every field falls back alone: a client that writes one of them in a new way must not hide the others. */
const blockSchema = z.object({
  type: z.string().catch(""),
  text: z.string().catch(""),
  content: z.unknown().optional(),
});
const contentSchema = z.union([z.string(), z.array(blockSchema)]).catch([]);
const bodySchema = z.object({
  system: contentSchema,
  tools: z
    .array(
      z.object({
        name: z.string().catch(""),
        description: z.string().catch(""),
        input_schema: z.unknown().optional(),
      }),
    )
    .catch([]),
  messages: z.array(z.object({ role: z.string().catch(""), content: contentSchema })).catch([]),
});

type Content = z.infer<typeof contentSchema>;

/** The texts of a request's body, as they were sent. */
export type RawRequest = z.infer<typeof bodySchema>;

/** Reads a body that a recorder kept; one that is no object has no texts. */
export function readRawRequest(raw: unknown): RawRequest {
  const parsed = bodySchema.safeParse(raw);
  return parsed.success ? parsed.data : { system: [], tools: [], messages: [] };
}

/** The texts of a prompt or message, without those in the results of its tools. */
export function textsOf(content: Content): readonly string[] {
  if (typeof content === "string") return [content];
  return content.filter(({ type }) => type === "text").map(({ text }) => text);
}

const reminder = /<system-reminder>[\s\S]*?<\/system-reminder>/g;

/**
 * What the client says in the name of the user: its reminders, environment and traces of commands, in messages of the
 * user and of the system, and the reminders that it appends to results of tools.
 * @param prompts what the user really said
 */
export function additionsOf({ messages }: RawRequest, prompts: readonly string[]): string {
  const said = new Set(prompts);
  return messages
    .filter(({ role }) => role !== "assistant")
    .flatMap(({ content }) => [...textsOf(content), ...remindersInResults(content)])
    .filter((text) => text !== "" && !said.has(text))
    .join("\n\n");
}

function remindersInResults(content: Content): readonly string[] {
  if (typeof content === "string") return [];
  return content
    .filter(({ type }) => type === "tool_result")
    .flatMap((block) => textsOf(contentSchema.parse(block.content)))
    .flatMap((text) => text.match(reminder) ?? []);
}
