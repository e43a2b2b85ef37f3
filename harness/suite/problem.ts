import { closest, distance } from "fastest-levenshtein";

export type Path = readonly (string | number)[];

/** A mistake in a suite, before its place in the file is known. */
export type Problem = {
  readonly path: Path;
  /** whether the key itself is wrong, or what stands behind it */
  readonly at: "key" | "value";
  readonly message: string;
  readonly advice: string;
};

/** `prompts[2].expect.tools`; `The suite` for the whole. */
export function pathText(path: Path): string {
  return path.length === 0
    ? "The suite"
    : path
        .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
        .join("")
        .replace(/^\./, "");
}

const longestShown = 60;

/** How a message shows what was found. */
export function foundText(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown - 2)}…"` : text;
}

/** `Write, for example, lanes: 30.`, or with a dash for an entry of a list. */
export function exampleAdvice(path: Path, example: string): string {
  const key = path.at(-1);
  if (key === undefined) return `Write, for example, ${example}.`;
  return `Write, for example, ${typeof key === "number" ? "-" : `${key}:`} ${example}.`;
}

/** The sentence of a broken rule. */
export function ruleMessage(name: string, value: unknown, allowed: string): string {
  return `${name} is ${foundText(value)}; it must be ${allowed}.`;
}

/** The known word that was probably meant, null when none is near. */
export function suggestion(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const lower = word.toLowerCase();
  const nearest = closest(
    lower,
    known.map((candidate) => candidate.toLowerCase()),
  );
  const found = known.find((candidate) => candidate.toLowerCase() === nearest) ?? null;
  return distance(lower, nearest) <= Math.max(1, Math.floor(lower.length / 3)) ? found : null;
}
