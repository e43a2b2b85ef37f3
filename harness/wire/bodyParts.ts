import { canonicalJson } from "../base/base.ts";
import type { FingerprintParts } from "../record/record.ts";
import { isJsonObject, type JsonObject } from "./parseJson.ts";
import { cacheMark } from "./readMessages.ts";
import { shortValue } from "./shortHash.ts";

/** The parts of a fingerprint that are told by a body apart from its texts: `model.asked`, `body.…`, `cache.…`, `messages.thread`. */
export function bodyParts(body: JsonObject): FingerprintParts {
  const { model, system, tools, thread } = body;
  return {
    ...told("model.asked", typeof model === "string" ? model : ""),
    ...settingsOf(body),
    ...told(
      "cache.system",
      cacheMarks(system, (_block, place) => String(place)),
    ),
    ...told(
      "cache.tools",
      cacheMarks(tools, ({ name }) => String(name)),
    ),
    ...told("messages.thread", threadOf(thread)),
  };
}

/** A part, or none when there is nothing to tell. */
export function told(part: string, value: string): FingerprintParts {
  return value === "" ? {} : { [part]: value };
}

/** Keys of the body that have parts of their own, or differ from session to session. */
const withPartsOfTheirOwn = new Set(["messages", "system", "tools", "model", "metadata", "thread"]);

/** A setting is shown by its path as long as it is one value; deeper things are few and small. */
const deepest = 4;

function settingsOf(body: JsonObject): FingerprintParts {
  const settings: Record<string, string> = {};
  const visit = (path: string, value: unknown, depth: number) => {
    if (isJsonObject(value) && depth < deepest && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) visit(`${path}.${key}`, inner, depth + 1);
      return;
    }
    settings[path] = shortValue(typeof value === "string" ? value : canonicalJson(value));
  };
  for (const [key, value] of Object.entries(body)) {
    if (!withPartsOfTheirOwn.has(key)) visit(`body.${key}`, value, 0);
  }
  return settings;
}

function cacheMarks(items: unknown, nameOf: (item: JsonObject, place: number) => string): string {
  if (!Array.isArray(items)) return "";
  const marks = items.flatMap((item: unknown, index) =>
    isJsonObject(item) && isJsonObject(item["cache_control"])
      ? [`${nameOf(item, index + 1)}(${cacheMark(item["cache_control"])})`]
      : [],
  );
  return shortValue(marks.join(" "));
}

/** Ids of earlier messages differ from request to request. */
function threadOf(thread: unknown): string {
  if (!isJsonObject(thread)) return "";
  return typeof thread["previous_message_id"] === "string" ? "continued" : "new";
}
