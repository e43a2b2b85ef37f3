import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom, shuffled } from "../base/base.ts";
import type { Source } from "./codeQualityCorpus.ts";
import { tokensOf } from "./codeQualityTokens.ts";

const harness = join(import.meta.dirname, "..");
const howMany = 20;
const mostCharacters = 6_000;
/** A template within a template, which `codeQualityTokens.ts` cannot follow. */
const nestedTemplate = /`[^`]*\$\{[^}`]*`/u;

/** Some of this project's own sources, drawn by a fixed seed: larger than the corpus, and written without it in mind. */
export async function readOwnSources(): Promise<readonly Source[]> {
  const names: string[] = [];
  for await (const name of glob("*/*.ts", { cwd: harness })) names.push(name);
  const sources: Source[] = [];
  for (const name of shuffled(names.toSorted(), seededRandom("own sources"))) {
    const text = await readFile(join(harness, name), "utf8");
    if (text.length > mostCharacters || name.endsWith(".test.ts") || nestedTemplate.test(text))
      continue;
    sources.push({
      language: "typescript",
      name,
      task: name,
      extension: "ts",
      text,
      renames: localNames(text),
      rewrites: [],
    });
    if (sources.length === howMany) break;
  }
  return sources;
}

const predefinedTypes = new Set(
  "any bigint boolean never number object string symbol undefined unknown void".split(" "),
);

/** Constants and functions that are nowhere a key, a member or part of a text, so that all their occurrences are one name. */
function localNames(text: string): ReadonlyMap<string, string> {
  const tokens = tokensOf("typescript", text);
  const other = tokens
    .flatMap(({ kind, text: piece }) => (kind === "string" ? [piece] : []))
    .join("\n");
  const declared = [...text.matchAll(/\b(?:const|let|function) (\w+)/gu)].map(
    (match) => match[1] ?? "",
  );
  const plain = [...new Set(declared)].filter((name) => {
    // `const number` is one name, but renaming it would rename the type as well.
    if (predefinedTypes.has(name)) return false;
    if (name.length < 3 || new RegExp(`(?<!\\{)\\b${name}\\b`, "u").test(other)) return false;
    return !new RegExp(`[.{,]\\s*${name}\\b\\s*[,}:]|\\.${name}\\b|\\b${name}\\??:`, "u").test(
      text,
    );
  });
  return new Map(plain.map((name) => [name, `${name}Renamed`]));
}
