import { counted } from "../base/base.ts";
import type { Seen } from "./seen.ts";
import type { Judgement } from "./types.ts";

/** Compares sets of paths; what happened to a file (created, modified, deleted) is the business of structure. */
export function judgeChanged({ replay }: Seen, expected: readonly string[]): Judgement {
  const wanted = new Set(expected.map((path) => path.replaceAll("\\", "/").replace(/^\.\//, "")));
  const actual = new Set(replay.changes.map(({ path }) => path));
  const untouched = [...wanted.difference(actual)].sort();
  const unexpected = [...actual.difference(wanted)].sort();
  if (untouched.length + unexpected.length === 0)
    return { passed: true, evidence: `changed: ${counted(actual.size, "file")}` };
  const problems = [
    ...(untouched.length > 0 ? [`not changed: ${untouched.join(", ")}`] : []),
    ...(unexpected.length > 0 ? [`changed too: ${unexpected.join(", ")}`] : []),
  ];
  return { passed: false, evidence: problems.join("; ") };
}

/**
 * One broken file is enough to fail. Files without a grammar, binary and very large files cannot be judged; a replay
 * that changed nothing else says nothing about parsing.
 */
export function judgeParses({ replay, structure }: Seen): Judgement {
  // Without changed files, `code` holds the code blocks of the answer; they are no files.
  const changed = new Set(replay.changes.map(({ path }) => path));
  const units = structure.code.filter(({ path }) => changed.has(path));
  const broken = units.filter((unit) => unit.form === "tokens" && unit.why === "does-not-parse");
  if (broken.length > 0)
    return {
      passed: false,
      evidence: `does not parse: ${broken.map(({ path }) => path).join(", ")}`,
    };
  const parsed = units.filter(({ form }) => form === "tree").length;
  if (parsed > 0) return { passed: true, evidence: `${counted(parsed, "file")} parsed` };
  const evidence =
    units.length === 0
      ? "no changed file holds source"
      : `no parser for the changed files: ${units.map(({ path }) => path).join(", ")}`;
  return { passed: null, evidence };
}

/** The command was run after the replay; a record without its result is from a run that did not ask for it. */
export function judgeCommand({ replay }: Seen): Judgement {
  const { command } = replay;
  if (command === null) return { passed: null, evidence: "the command was not run" };
  const evidence =
    command.exitCode === null
      ? "it was killed, or ran out of time"
      : `exit code ${command.exitCode}`;
  return { passed: command.passed, evidence };
}
