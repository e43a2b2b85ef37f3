import { messageOf } from "../base/base.ts";
import { compileJsonSchema } from "../jsonSchema/jsonSchema.ts";
import { foundText, pathText, type Path, type Problem } from "./problem.ts";
import { isInside, pathFrom, type Places } from "./workspace.ts";

type Schema = Readonly<Record<string, unknown>>;

/** The JSON schema of a prompt's answers, read and held to be usable, or what is wrong with it. */
export type ReadSchema =
  | { readonly kind: "schema"; readonly schema: Schema }
  | { readonly kind: "problem"; readonly problem: Problem };

/**
 * Reads `answerSchema`: a schema itself, or the path of a `.json` file with one.
 * @param path where it stands in the suite
 */
export function readAnswerSchema(path: Path, given: string | Schema, places: Places): ReadSchema {
  if (typeof given !== "string") return usable(given, { path, at: "value", from: pathText(path) });
  const refused = (what: string, advice = moveIt): ReadSchema => ({
    kind: "problem",
    problem: {
      path,
      at: "value",
      message: `${pathText(path)} is ${foundText(given)}, ${what}; it must be a .json file inside ${places.repositoryRoot}.`,
      advice,
    },
  });
  const file = pathFrom(places.file, given);
  if (!given.endsWith(".json"))
    return refused("which is no .json file", "Name a .json file, or write the schema here.");
  if (!isInside(places.repositoryRoot, file)) return refused("which leaves the repository");
  const found = places.textAt(file);
  switch (found.kind) {
    case "missing":
      return refused(
        `and there is nothing at ${file}`,
        "Correct the path, which is relative to the suite file.",
      );
    case "unreadable":
      return refused(`which ${found.why}`, "Name a file with a JSON schema.");
    case "text":
      return isInside(realRoot(places), found.realPath)
        ? schemaFrom(found.text, { path, file: given })
        : refused(`a link out of the repository to ${found.realPath}`);
  }
}

const moveIt = "Copy the schema into the repository that holds the suite.";

function realRoot({ repositoryRoot, folderAt }: Places): string {
  const root = folderAt(repositoryRoot);
  return root.kind === "folder" ? root.realPath : repositoryRoot;
}

function schemaFrom(text: string, { path, file }: { path: Path; file: string }): ReadSchema {
  const problem = (message: string): ReadSchema => ({
    kind: "problem",
    problem: { path, at: "value", message: `${file} ${message}.`, advice },
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return problem(`is not JSON: ${messageOf(error)}`);
  }
  if (!isMapping(value)) return problem(`holds ${foundText(value)}; it must hold a mapping`);
  return usable(value, { path, at: "file", from: file });
}

function isMapping(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of a schema that stands in the suite itself, the place of a mistake is known to the line. */
function usable(
  schema: Schema,
  { path, at, from }: { readonly path: Path; readonly at: "value" | "file"; readonly from: string },
): ReadSchema {
  const compiled = compileJsonSchema(schema);
  if (compiled.kind === "schema") return { kind: "schema", schema };
  const inner = compiled.path.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const where = inner.length === 0 ? "" : ` at ${pathText(inner)}`;
  return {
    kind: "problem",
    problem: {
      path: at === "value" ? [...path, ...inner] : path,
      at: "value",
      message: `${from} is no JSON schema that can be used${where}: ${compiled.reason}.`,
      advice,
    },
  };
}

const advice =
  "Write a JSON schema, for example { type: object, properties: { total: { type: number } }, required: [total] }.";
