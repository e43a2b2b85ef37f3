import type { z } from "zod";
import {
  exampleAdvice,
  pathText,
  ruleMessage,
  suggestion,
  type Path,
  type Problem,
} from "./problem.ts";
import { keysOf, ruleOf, schemaAt, wordsOf, type Schema } from "./schemaAt.ts";

type Issue = z.core.$ZodIssue;

/** What a schema finds wrong with a value, in our words. */
export function shapeProblems(schema: z.ZodType, value: unknown): readonly Problem[] {
  const read = schema.safeParse(value);
  return read.success ? [] : problemsOf(read.error.issues, [], { schema, value });
}

type Subject = { readonly schema: Schema; readonly value: unknown };

function problemsOf(issues: readonly Issue[], base: Path, subject: Subject): readonly Problem[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path.filter((part) => typeof part !== "symbol")];
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknownKey(path, key, subject));
    }
    const branch = issue.code === "invalid_union" ? branchMeant(issue.errors) : null;
    return branch === null ? [brokenRule(path, subject)] : problemsOf(branch, path, subject);
  });
}

/** Of a union, the branch whose kind of value was found: the one that has more to say than "another kind". */
function branchMeant(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const otherKind = new Set(["invalid_type", "invalid_value"]);
  return (
    branches.find(
      (issues) => !issues.some((issue) => issue.path.length === 0 && otherKind.has(issue.code)),
    ) ?? null
  );
}

function unknownKey(parent: Path, key: string, subject: Subject): Problem {
  const known = keysOf(schemaAt(subject.schema, parent));
  const meant = suggestion(key, known);
  return {
    path: [...parent, key],
    at: "key",
    message: `${pathText([...parent, key])} is an unknown key; it must be one of ${known.join(", ")}.`,
    advice: meant === null ? "Remove it." : `Did you mean ${meant}?`,
  };
}

function brokenRule(path: Path, subject: Subject): Problem {
  const schema = schemaAt(subject.schema, path);
  const value = valueAt(subject.value, path);
  const rule = ruleOf(schema);
  const meant = typeof value === "string" ? suggestion(value, wordsOf(schema)) : null;
  return {
    path,
    at: "value",
    message: ruleMessage(pathText(path), value, rule.allowed),
    advice: meant === null ? exampleAdvice(path, rule.example) : `Did you mean ${meant}?`,
  };
}

function valueAt(value: unknown, path: Path): unknown {
  let found = value;
  for (const part of path) {
    const holder: Readonly<Record<string, unknown>> =
      typeof found === "object" && found !== null ? { ...found } : {};
    found = holder[part];
  }
  return found;
}
