import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Language } from "../structure/structure.ts";

/** One solution of a task, and what is known about it beyond its text. */
export type Source = {
  readonly language: Language;
  /** `typescript/lru.map.ts` */
  readonly name: string;
  /** solutions of one task are independent of each other */
  readonly task: string;
  readonly extension: string;
  readonly text: string;
  /** names that the source gives itself, each with another */
  readonly renames: ReadonlyMap<string, string>;
  /** parts of the text, each with one that does the same */
  readonly rewrites: readonly (readonly [string, string])[];
};

/** In the order of the bench's table; each has a folder in `fixtures/code`. */
export const corpusLanguages: readonly Language[] = [
  "typescript",
  "tsx",
  "javascript",
  "python",
  "go",
  "rust",
  "java",
  "c",
  "cpp",
  "csharp",
  "ruby",
  "php",
  "shell",
  "css",
  "json",
  "yaml",
  "html",
  "sql",
];

const corpusFolder = join(import.meta.dirname, "../../fixtures/code");

/** All sources of one language in `fixtures/code`: `task.variant.extension`, and `edits.txt` (see the README there). */
export async function readCorpus(language: Language): Promise<readonly Source[]> {
  const folder = join(corpusFolder, language);
  const names = (await readdir(folder)).toSorted();
  const edits = readEdits(await readFile(join(folder, "edits.txt"), "utf8"));
  return Promise.all(
    names
      .filter((name) => name !== "edits.txt")
      .map(async (name) => {
        const [task = "", variant = "", extension = ""] = name.split(".");
        const own = edits.get(`${task}.${variant}`) ?? noEdits;
        const text = await readFile(join(folder, name), "utf8");
        return { language, name: `${language}/${name}`, task, extension, text, ...own };
      }),
  );
}

type Edits = Pick<Source, "renames" | "rewrites">;
const noEdits: Edits = { renames: new Map(), rewrites: [] };

/** Sections `[task.variant]` of lines `rename old:new ...` and `rewrite old ==> new`, where `\n` is a line's end. */
function readEdits(text: string): ReadonlyMap<string, Edits> {
  const sections = text.split(/^\[/mu).slice(1);
  return new Map(
    sections.map((section) => {
      const [title = "", ...lines] = section.split("\n");
      const of = (word: string) =>
        lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
      const renames = of("rename").flatMap((line) => line.trim().split(/\s+/u));
      return [
        title.replace("]", "").trim(),
        {
          renames: new Map(renames.map((pair) => bothSides(pair, ":"))),
          rewrites: of("rewrite").map((line) =>
            bothSides(line.replaceAll("\\n", "\n").replaceAll("\\t", "\t"), " ==> "),
          ),
        },
      ];
    }),
  );
}

function bothSides(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
