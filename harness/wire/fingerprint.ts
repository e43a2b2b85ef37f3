import { canonicalJson } from "../base/base.ts";
import type { Fingerprint, FingerprintParts } from "../record/record.ts";
import { bodyParts, told } from "./bodyParts.ts";
import {
  namedAdditions,
  namedText,
  namedTools,
  systemTexts,
  type NamedText,
} from "./namedTexts.ts";
import { withoutPlace, workingDirectoryIn } from "./normalise.ts";
import type { JsonObject } from "./parseJson.ts";
import { readMessages, type MessagesContent } from "./readMessages.ts";
import { shortHash, shortValue } from "./shortHash.ts";

/** What a fingerprint is made of; texts and schemas as they were sent. */
export type FingerprintSource = {
  readonly userAgent: string;
  readonly betas: readonly string[];
  readonly modelServed: string | null;
  /** the parsed body; null when it was none or could not be read */
  readonly body: JsonObject | null;
};

export type Fingerprinted = {
  readonly fingerprint: Fingerprint;
  readonly texts: readonly NamedText[];
};

/**
 * Fingerprints a request. All parts; those in brackets only where there is something to tell:
 * - `client` name and version, `userAgent` the whole of it
 * - [`model.asked`], [`model.served`] when the vendor said
 * - `betas.<name>` = `sent`, one for each: a set
 * - `system` hash of the normalised system prompt; `system.blocks` how many blocks it has
 * - `tools.<Name>` hash of description and input schema; order is no part
 * - `body.<path>` every other setting of the body, nested ones by their path; long values as hashes
 * - [`cache.system`], [`cache.tools`] where the vendor's cache may break: `2(ephemeral) 3(ephemeral)`, `Write(1h,ephemeral)`
 *
 * And what changes from request to request of one replay:
 * - `messages.shape` roles and kinds of blocks: `user(text×2) assistant(tool_use) user(tool_result)`
 * - `messages.additions` hash of what the client says beside the user, each text once: some come with every result of a tool
 * - `messages.prompt` hash of the user's words
 * - [`messages.cache`] as above, in messages counted from the end: `-1(ephemeral)`
 * - [`messages.settings`] of single messages: `system {"output_config":{"effort":"high"}}`
 * - [`messages.thread`] when the vendor keeps the messages: `continued` or `new`
 */
export function fingerprintOf(source: FingerprintSource): Fingerprinted {
  const { userAgent, betas, modelServed } = source;
  const body = source.body ?? {};
  const messages = readMessages(Array.isArray(body["messages"]) ? body["messages"] : []);
  const system = systemTexts(body["system"]);
  const place =
    workingDirectoryIn(system.join("\n")) ?? workingDirectoryIn(messages.additions.join("\n"));
  const texts = [
    namedText("system", system.join("\n\n"), place),
    ...namedTools(body["tools"], place),
    namedAdditions(messages.additions, place),
  ];
  const parts: FingerprintParts = {
    client: clientOf(userAgent),
    userAgent,
    ...told("model.served", modelServed ?? ""),
    ...Object.fromEntries(betas.map((beta) => [`betas.${beta}`, "sent"])),
    ...Object.fromEntries(texts.map(({ part, hash }) => [part, hash])),
    "system.blocks": String(system.length),
    ...bodyParts(body),
    ...messageParts(messages, place),
  };
  return { fingerprint: sealed(parts), texts };
}

/** A shape says where a conversation stands, as long as a person can read it. */
const longestShape = 400;

function messageParts(messages: MessagesContent, place: string | null): FingerprintParts {
  const { shape, prompt, cache, settings } = messages;
  return {
    "messages.shape": shape.length <= longestShape ? shape : shortHash(shape),
    "messages.prompt": shortHash(place === null ? prompt : withoutPlace(prompt, place)),
    ...told("messages.cache", shortValue(cache)),
    ...told("messages.settings", shortValue(settings)),
  };
}

function sealed(parts: FingerprintParts): Fingerprint {
  const own = Object.entries(parts).filter(
    ([name]) => !name.startsWith("messages.") && name !== "model.served",
  );
  return {
    hash: shortHash(canonicalJson(parts)),
    client: shortHash(canonicalJson(Object.fromEntries(own))),
    parts,
  };
}

/** `claude-cli/2.1.328` of `claude-cli/2.1.328 (external, sdk-cli)`. */
function clientOf(userAgent: string): string {
  return userAgent.split(" ")[0] ?? "";
}
