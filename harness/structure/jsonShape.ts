import { sha256 } from "../base/base.ts";
import { canonicalText } from "./workspacePaths.ts";

/**
 * Keys and types of a JSON object or array, values dropped: `{a:number,b:[string]}`. Keys are sorted; an array is told by
 * the distinct shapes of its elements, whatever their number and order. A long shape is a digest: `#` and 12 digits.
 * @returns null when the text is not JSON, or only a number, text or the like
 */
export function jsonShape(text: string): string | null {
  // Most answers are prose; they are not worth an exception.
  if (!/^\s*[{[]/.test(text)) return null;
  const value = parsed(text);
  if (value === null) return null;
  const shape = shapeOf(value, 0);
  return shape.length <= longestShape ? shape : digestOf(shape);
}

const longestShape = 200;
/** What lies deeper is `…`. */
const deepest = 40;

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    // Not JSON: it is judged as what it is instead.
    return null;
  }
}

function shapeOf(value: unknown, depth: number): string {
  if (value === null || typeof value !== "object") return value === null ? "null" : typeof value;
  if (depth >= deepest) return "…";
  if (Array.isArray(value)) {
    const shapes = new Set(value.map((element) => bounded(shapeOf(element, depth + 1))));
    return `[${[...shapes].sort().join("|")}]`;
  }
  // Keys that are ids or dates become one key: such an object is a list by another name.
  const entries = new Set(
    Object.entries(value).map(
      ([key, inner]) => `${keyText(key)}:${bounded(shapeOf(inner, depth + 1))}`,
    ),
  );
  return `{${[...entries].sort().join(",")}}`;
}

/** Nested shapes repeat what is in them, so that without a bound a deep one grows with its square. */
function bounded(shape: string): string {
  return shape.length <= 10 * longestShape ? shape : digestOf(shape);
}

function keyText(key: string): string {
  const canonical = canonicalText(key, null);
  return /^[\w$<>-]+$/.test(canonical) ? canonical : JSON.stringify(canonical);
}

function digestOf(shape: string): string {
  return `#${sha256(shape).slice(0, 12)}`;
}
