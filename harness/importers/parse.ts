/** What a piece of text holds, or why it holds nothing. */
export type Parsed =
  | { readonly kind: "object"; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: "array"; readonly value: readonly unknown[] }
  | { readonly kind: "broken"; readonly reason: string };

/** Deeper than any tool's input, shallow enough for every recursive reader behind us. */
const MAX_DEPTH = 200;

/** JSON that is safe to walk recursively. Never throws. */
export function parseJson(text: string): Parsed {
  if (isDeeperThan(text, MAX_DEPTH)) return broken(`nested deeper than ${MAX_DEPTH} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's message quotes the content, which may be private.
    return broken(text.trimEnd().endsWith("}") ? "not valid JSON" : "not valid JSON, or cut off");
  }
  if (Array.isArray(value)) return { kind: "array", value };
  if (isObject(value)) return { kind: "object", value };
  return broken("JSON, but neither an object nor a list");
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function broken(reason: string): Parsed {
  return { kind: "broken", reason };
}

const QUOTE = 34;
const BACKSLASH = 92;

/** Counts brackets outside strings, without recursion. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isInString = false;
      continue;
    }
    if (code === QUOTE) isInString = true;
    else if (code === 91 || code === 123) depth++;
    else if (code === 93 || code === 125) depth--;
    if (depth > limit) return true;
  }
  return false;
}
