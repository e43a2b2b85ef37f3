import type { Baseline } from "./schema.ts";

/** Values stay on one line while it is no longer than this. */
const lineWidth = 120;

/** The text of a baseline's file: JSON for people, small values on one line. Ends with a line break. */
export function baselineText(baseline: Baseline): string {
  return `${readable(baseline, "")}\n`;
}

function readable(value: unknown, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== "object" || value === null) return flat;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (indent.length + flat.length <= lineWidth || value.length === 0) return flat;
    const items = value.map((item) => deeper + readable(item, deeper));
    return `[\n${items.join(",\n")}\n${indent}]`;
  }
  const isSmall = indent !== "" && indent.length + flat.length <= lineWidth;
  if (isSmall || flat === "{}") return flat;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([key, inner]) => `${deeper}${JSON.stringify(key)}: ${readable(inner, deeper)}`);
  return `{\n${entries.join(",\n")}\n${indent}}`;
}
