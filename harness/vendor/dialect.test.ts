import { expect, test } from "vitest";
import { renderCall } from "./dialect.ts";

const newest = new Set(["Bash", "Read", "Edit", "Write"]);
const older = new Set([...newest, "Glob", "Grep"]);
const sdk = new Set(["bash", "read", "edit", "write", "glob", "grep"]);
const workingDirectory = "/w";

test("Claude Code's tools get absolute paths and a description", () => {
  const toolset = { tools: newest, workingDirectory };
  expect(renderCall({ read: "src/a.ts" }, toolset)).toEqual({
    name: "Read",
    input: { file_path: "/w/src/a.ts" },
  });
  expect(renderCall({ edit: { path: "a", old: "x", new: "y", all: true } }, toolset)).toEqual({
    name: "Edit",
    input: { file_path: "/w/a", old_string: "x", new_string: "y", replace_all: true },
  });
  expect(renderCall({ write: { path: "a", content: "x" } }, toolset)).toEqual({
    name: "Write",
    input: { file_path: "/w/a", content: "x" },
  });
  expect(renderCall({ bash: "ls", about: "List" }, toolset)).toEqual({
    name: "Bash",
    input: { command: "ls", description: "List" },
  });
});

test("a Claude Code that has no search tools searches in the shell", () => {
  const toolset = { tools: newest, workingDirectory };
  expect(renderCall({ grep: { pattern: "x", path: "src" } }, toolset)?.input).toMatchObject({
    command: "grep -rn 'x' src",
  });
  expect(renderCall({ glob: "src/*.js" }, toolset)?.input).toMatchObject({
    command: "find . -path './src/*.js' | sort",
  });
});

test("a Claude Code that has search tools uses them", () => {
  const toolset = { tools: older, workingDirectory };
  expect(renderCall({ grep: { pattern: "x", path: "src" } }, toolset)?.name).toBe("Grep");
  expect(renderCall({ glob: "src/*.js" }, toolset)?.name).toBe("Glob");
});

test("the SDK's agent toolset is spoken to in lower case and without what it does not know", () => {
  const toolset = { tools: sdk, workingDirectory };
  expect(renderCall({ bash: "ls", about: "List" }, toolset)).toEqual({
    name: "bash",
    input: { command: "ls" },
  });
  expect(renderCall({ grep: { pattern: "x", path: "src" } }, toolset)).toEqual({
    name: "grep",
    input: { pattern: "x", path: "/w/src" },
  });
});

test("without a known working directory paths stay relative", () => {
  expect(renderCall({ read: "a" }, { tools: sdk, workingDirectory: null })?.input).toEqual({
    file_path: "a",
  });
});

test("an action for which the client has no tool is not rendered", () => {
  expect(renderCall({ read: "a" }, { tools: new Set(["Bash"]), workingDirectory })).toBeNull();
});
