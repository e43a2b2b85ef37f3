import { z } from "zod";
import { canonicalJson } from "../base/base.ts";
import { clientPieces } from "./clientPieces.ts";
import { createMemo, jsonOf } from "./memo.ts";

/** What the messages of a request are made of, apart from what model and tools said. */
export type MessagesContent = {
  /** roles and kinds of blocks: `user(text×3) assistant(text,tool_use) user(tool_result)` */
  readonly shape: string;
  /** what the client put into messages by itself: reminders, environment, traces of slash commands */
  readonly additions: readonly string[];
  /** what the user wrote */
  readonly prompt: string;
  /** where the vendor's cache may break, in messages counted from the end: `-1(ephemeral)`; "" when nowhere */
  readonly cache: string;
  /** settings of single messages: `system {"output_config":{"effort":"high"}}`; "" when there are none */
  readonly settings: string;
};

type MessageContent = {
  readonly shape: string;
  readonly additions: readonly string[];
  readonly prompts: readonly string[];
  readonly cache: readonly string[];
  readonly settings: string | null;
};

/** A history is sent again with every request, one message longer. */
const known = createMemo<MessageContent>(8_000_000);

/** Reads the messages of a request, whatever else is in them. */
export function readMessages(messages: readonly unknown[]): MessagesContent {
  const read = messages.map((message) => known(jsonOf(message), () => readMessage(message)));
  const settings = read.flatMap((message) => message.settings ?? []);
  return {
    shape: read.map(({ shape }) => shape).join(" "),
    additions: read.flatMap(({ additions }) => additions),
    prompt: read.flatMap(({ prompts }) => prompts).join("\n\n"),
    cache: read
      .flatMap(({ cache }, index) => cache.map((mark) => `${index - read.length}(${mark})`))
      .join(" "),
    settings: [...new Set(settings)].join(" "),
  };
}

/** What a `cache_control` asks for: `ephemeral`, `1h,ephemeral`. */
export function cacheMark(control: unknown): string {
  if (typeof control !== "object" || control === null) return canonicalJson(control);
  const values = Object.entries(control).sort(([a], [b]) => (a < b ? -1 : 1));
  return values
    .map(([, value]) => (typeof value === "string" ? value : canonicalJson(value)))
    .join(",");
}

const blockSchema = z.looseObject({
  type: z.string().catch("unknown"),
  text: z.string().optional().catch(undefined),
  content: z.unknown().optional(),
  cache_control: z.unknown().optional(),
});
type Block = z.infer<typeof blockSchema>;

const messageSchema = z.looseObject({
  role: z.string().catch("unknown"),
  content: z.union([z.string(), z.array(z.unknown())]).catch(""),
});

function readMessage(message: unknown): MessageContent {
  const { role, content, ...settings } = messageSchema.parse(asObject(message));
  const blocks = readBlocks(content);
  return {
    shape: `${role}(${countedTypes(blocks.map(({ type }) => type))})`,
    ...readTexts(role, blocks),
    cache: blocks.flatMap(({ cache_control: control }) => (control ? [cacheMark(control)] : [])),
    settings: Object.keys(settings).length === 0 ? null : `${role} ${canonicalJson(settings)}`,
  };
}

function readTexts(role: string, blocks: readonly Block[]) {
  const texts = blocks.flatMap(({ type, text }) => (type === "text" && text ? [text] : []));
  if (role === "system") return { additions: texts, prompts: [] };
  if (role !== "user") return { additions: [], prompts: [] };
  const pieces = texts.flatMap(clientPieces);
  const prompts = pieces.flatMap(({ isClients, text }) => (isClients ? [] : text.trim()));
  return {
    additions: [
      // Results of parallel calls arrive in the order in which they were ready.
      ...blocks.flatMap(remindersInResult).sort(),
      ...pieces.flatMap(({ isClients, text }) => (isClients ? [text] : [])),
    ],
    prompts: prompts.filter((text) => text !== ""),
  };
}

function remindersInResult({ type, content }: Block): readonly string[] {
  if (type !== "tool_result") return [];
  const texts = readBlocks(typeof content === "string" || Array.isArray(content) ? content : "");
  return texts
    .flatMap(({ text }) => clientPieces(text ?? ""))
    .flatMap(({ isClients, text }) => (isClients ? [text] : []));
}

function readBlocks(content: string | readonly unknown[]): readonly Block[] {
  if (typeof content === "string") return [{ type: "text", text: content }];
  return content.map((block) => blockSchema.parse(asObject(block)));
}

function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : { text: canonicalJson(value) };
}

/** `text×3,tool_use`: by kind, since results of parallel calls arrive in any order. */
function countedTypes(types: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => (count === 1 ? type : `${type}×${count}`)).join(",");
}
