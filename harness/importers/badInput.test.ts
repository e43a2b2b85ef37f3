import { describe, expect, test } from "vitest";
import { only, readAll } from "./testing/readAll.ts";
import { answer, jsonl, prompt } from "./testing/sessionLines.ts";

describe("bad input", () => {
  const deep = `{"type":"user","sessionId":"s","message":${"[".repeat(100_000)}`;
  test.each([
    ["empty", "", "empty"],
    ["blank", "\n \n", "no format"],
    ["binary", new Uint8Array([1, 0, 2]), "binary"],
    ["a zip archive", "PK\u0003\u0004xx", "zip"],
    ["prose", "hello\nworld", "not valid JSON"],
    ["deeply nested JSON", deep, "nested deeper"],
    ["unknown JSON", '{"a":1}', "no format"],
    ["unknown JSON over many lines", '{\n  "a": 1\n}\n', "no format"],
    ["a list of numbers", "[1,2]", "no format"],
  ])("%s gives no transcript and says why", (_, data, reason) => {
    const file = readAll("x", data);
    expect(file.imported).toEqual([]);
    expect(file.problems.map((problem) => problem.reason).join()).toContain(reason);
  });

  test("a JSON value over many lines that is cut off is one problem, not one for each line", () => {
    const cut = JSON.stringify(
      [
        { task_id: 1, traj: [] },
        { task_id: 2, traj: [] },
      ],
      null,
      2,
    );
    const file = readAll("x.json", cut.slice(0, -20));
    expect(file.problems).toEqual([{ line: null, reason: "not valid JSON, or cut off" }]);
  });

  test("a format that is given is not guessed, and what does not fit it is named", () => {
    const file = readAll("x", jsonl({ a: 1 }, { b: 2 }), "claude-code-session");
    expect([file.format, file.problemCount]).toEqual(["claude-code-session", 3]);
  });

  test("blocks and entries of unknown kinds are counted by kind, up to 200 kinds", () => {
    const kinds = Array.from({ length: 300 }, (_, n) => ({ type: `kind ${n}`, sessionId: "s" }));
    const odd = answer("b", "a", { type: "redacted_thinking", data: "?" });
    const file = readAll("x", jsonl(prompt("a", null, "go"), odd, ...kinds));
    expect(file.others["block/redacted_thinking"]).toBe(1);
    expect(Object.keys(file.others).length).toBeLessThanOrEqual(201);
    expect(Object.values(file.others).reduce((sum, count) => sum + count)).toBe(301);
  });

  test("broken lines are counted and named, the others are read", () => {
    const good = jsonl(prompt("a", null, "go"), answer("b", "a", { type: "text", text: "ok" }));
    const file = readAll("x", `{"type":"us\n${good}\n[1]\n{"type":"assis`);
    only(file);
    expect(file.problemCount).toBe(3);
    expect(file.problems.map(({ line }) => line)).toEqual([1, 4, 5]);
  });

  test("invalid UTF-8 is replaced and named by its line", () => {
    const text = Buffer.from(
      jsonl(prompt("a", null, "go"), answer("b", "a", { type: "text", text: "?" })),
    );
    text[text.lastIndexOf("?")] = 0xff;
    const file = readAll("x", text);
    expect(only(file).transcript.turns[0]?.steps).toEqual([{ kind: "text", text: "\uFFFD" }]);
    expect(file.problems).toMatchObject([{ line: 2, reason: expect.stringContaining("UTF-8") }]);
  });

  test("problems are named up to 20 and counted beyond", () => {
    const file = readAll("x", "{x\n".repeat(1000));
    expect([file.problems.length, file.problemCount]).toEqual([20, 1000]);
  });
});
