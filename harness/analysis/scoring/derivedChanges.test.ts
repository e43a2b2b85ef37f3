import { expect, test } from "vitest";
import { derivedChanges } from "./derivedChanges.ts";
import { call, transcriptOf } from "./testing/logged.ts";

const file = "/w/src/a.ts";
const derived = (...calls: Parameters<typeof transcriptOf>[0]) =>
  derivedChanges(transcriptOf(calls), "/w").map(({ path, kind, after }) => [path, kind, after]);
const beforeOf = (...calls: Parameters<typeof transcriptOf>[0]) =>
  derivedChanges(transcriptOf(calls), "/w").map(({ path, before }) => [path, before]);
const read = call("Read", { file_path: file }, "1\tlet a = 1;\n2\tlet b = 2;");
const edit = (from: string, to: string, more: object = {}) =>
  call("Edit", { file_path: file, old_string: from, new_string: to, ...more });

test("a write tells the whole content, and whether the file is new", () => {
  const write = call("Write", { file_path: file, content: "x" }, "File created successfully at: a");
  expect(derived(write)).toEqual([["src/a.ts", "created", "x"]]);
  expect(derived(read, call("Write", { file_path: file, content: "x" }))).toEqual([
    ["src/a.ts", "modified", "x"],
  ]);
});

test("edits of a file that was read whole tell the whole content", () => {
  expect(derived(read, edit("1;", "3;"), edit("let", "var", { replace_all: true }))).toEqual([
    ["src/a.ts", "modified", "var a = 3;\nvar b = 2;"],
  ]);
  const arrows = call("Read", { file_path: file }, "     1→let a = 1;\n\n<system-reminder>");
  expect(derived(arrows, edit("1", "$&"))).toEqual([["src/a.ts", "modified", "let a = $&;"]]);
});

test("edits of a file that is not known give the inserted pieces", () => {
  const part = call("Read", { file_path: file, offset: 10 }, "10\tlet z;");
  expect(derived(part, edit("z", "y"), edit("q", "r"))).toEqual([["src/a.ts", "modified", "y\nr"]]);
  expect(derived(read, edit("not there", "n"))).toEqual([["src/a.ts", "modified", "n"]]);
});

test("several edits in one call, and the names that other agents use, are read", () => {
  const multi = call("MultiEdit", {
    file_path: file,
    edits: [{ old_string: "a", new_string: "c" }],
  });
  expect(derived(read, multi)[0]?.[2]).toBe("let c = 1;\nlet b = 2;");
  const create = call("str_replace_editor", { command: "create", path: file, file_text: "t" });
  const replace = call("str_replace_editor", {
    command: "str_replace",
    path: file,
    old_str: "t",
    new_str: "u",
  });
  expect(derived(create, replace)).toEqual([["src/a.ts", "created", "u"]]);
});

test("what failed, was refused or has no file changes nothing", () => {
  const failed = { ...edit("1", "2"), outcome: { kind: "failed" as const, output: "no" } };
  expect(derived(read, failed, call("Bash", { command: "rm src/a.ts" }))).toEqual([]);
});

test("the text before is what was read first, whatever was done to it since", () => {
  const whole = "let a = 1;\nlet b = 2;";
  expect(beforeOf(read, edit("1", "3"), edit("3", "5"))).toEqual([["src/a.ts", whole]]);
  const write = call("Write", { file_path: file, content: "x" });
  expect(beforeOf(read, write, edit("x", "y"))).toEqual([["src/a.ts", whole]]);
  const again = call("Read", { file_path: file }, "1\tlet a = 3;\n2\tlet b = 2;");
  expect(beforeOf(read, edit("1", "3"), again, edit("3", "5"))).toEqual([["src/a.ts", whole]]);
});

test("no text before is made up: not for new files, nor where only pieces are known", () => {
  const write = call("Write", { file_path: file, content: "x" }, "File created successfully at: a");
  expect(beforeOf(write, edit("x", "y"))).toEqual([["src/a.ts", null]]);
  expect(beforeOf(edit("a", "b"))).toEqual([["src/a.ts", null]]);
  expect(beforeOf(read, edit("not there", "n"))).toEqual([["src/a.ts", null]]);
});
