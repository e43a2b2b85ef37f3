import { canonicalJson } from "../base/base.ts";
import { createMemo, jsonOf } from "./memo.ts";
import { normaliseText } from "./normalise.ts";
import { isJsonObject, type JsonObject } from "./parseJson.ts";
import { shortHash } from "./shortHash.ts";

/** A long text of the client, normalised, under the part of the fingerprint that is its hash. */
export type NamedText = { readonly part: string; readonly hash: string; readonly text: string };

/** The texts of a system prompt's blocks, as they were sent. */
export function systemTexts(system: unknown): readonly string[] {
  if (typeof system === "string") return [system];
  if (!Array.isArray(system)) return [];
  return system.map((block: unknown) =>
    isJsonObject(block) && typeof block["text"] === "string" ? block["text"] : canonicalJson(block),
  );
}

const normalised = createMemo<Omit<NamedText, "part">>(8_000_000);

/** A text under its name, normalised. */
export function namedText(part: string, raw: string, workingDirectory: string | null): NamedText {
  const place = placeIn(raw, workingDirectory);
  const own = normalised(keyOf(raw, place), () => {
    const text = normaliseText(raw, place);
    return { hash: shortHash(text), text };
  });
  return { part, ...own };
}

/** `messages.additions`: each text once, since some are said again with every result of a tool. */
export function namedAdditions(
  additions: readonly string[],
  workingDirectory: string | null,
): NamedText {
  const each = additions.map((text) => namedText("", text, workingDirectory).text);
  const text = [...new Set(each)].join("\n\n");
  return { part: "messages.additions", hash: shortHash(text), text };
}

/** A session sends the same 60 KB of tools with every request. */
const readTools = createMemo<readonly NamedText[]>(8_000_000);

/** `tools.<Name>`, one for each tool that has a name. */
export function namedTools(tools: unknown, workingDirectory: string | null): readonly NamedText[] {
  if (!Array.isArray(tools)) return [];
  const raw = jsonOf(tools);
  const place = placeIn(raw, workingDirectory);
  return readTools(keyOf(raw, place), () =>
    tools.flatMap((tool: unknown): NamedText[] => {
      if (!isJsonObject(tool)) return [];
      const { name } = tool;
      if (typeof name !== "string" || name === "") return [];
      return [namedText(`tools.${name}`, textOfTool(tool), place)];
    }),
  );
}

/** For people who read the difference, the description comes first, and the schema has a line for each of its values. */
function textOfTool(tool: JsonObject): string {
  const { description } = tool;
  const schema = Object.entries(tool).filter(([key]) => !besideSchema.has(key));
  const sorted: unknown = JSON.parse(canonicalJson(Object.fromEntries(schema)));
  const words = typeof description === "string" ? description : "";
  return `${words}\n\n${JSON.stringify(sorted, null, 1)}`;
}

/** Where the cache breaks is no part of a tool. */
const besideSchema = new Set(["name", "description", "cache_control"]);

/** Texts that do not name the working directory are the same for all lanes. */
function placeIn(raw: string, workingDirectory: string | null): string | null {
  return workingDirectory !== null && raw.includes(workingDirectory) ? workingDirectory : null;
}

function keyOf(raw: string, place: string | null): string {
  return place === null ? raw : `${place}\0${raw}`;
}
