import { describe, expect, test } from "vitest";
import { toolCallsOf } from "../transcript/transcript.ts";
import { only, readAll } from "./testing/readAll.ts";
import { answer, jsonl, output, prompt, use } from "./testing/sessionLines.ts";

describe("session files of Claude Code", () => {
  test("one API message over many lines is one step of calls and its tokens count once", () => {
    const data = jsonl(
      { type: "summary", summary: "old title", leafUuid: "zz" },
      prompt("a", null, "fix it"),
      answer("b", "a", { type: "thinking", thinking: "hm" }),
      answer("c", "b", use("t1")),
      answer("d", "c", use("t2", "Grep")),
      prompt("e", "c", output("t1")),
      prompt("f", "d", output("t2", true)),
      { ...answer("g", "f", { type: "text", text: "Done." }), type: "assistant" },
      { type: "file-history-snapshot", messageId: "x" },
    );
    const file = readAll("p/s1.jsonl", data);
    const { transcript, group } = only(file);
    expect(file.format).toBe("claude-code-session");
    expect(transcript.turns[0]?.steps.map(({ kind }) => kind)).toEqual([
      "thinking",
      "calls",
      "text",
    ]);
    expect(toolCallsOf(transcript).map(({ outcome }) => outcome.kind)).toEqual(["ok", "failed"]);
    expect(transcript.turns[0]?.usage.outputTokens).toBe(7);
    expect(transcript.ending).toEqual({ kind: "completed" });
    expect(group).toMatchObject({
      prompt: "fix it",
      session: "s1",
      version: "2.1.300",
      model: "claude-x",
    });
    expect(file.others).toEqual({ summary: 1, "file-history-snapshot": 1 });
  });

  test("side chains of 1.0 and agent files of 2.x become transcripts of their own", () => {
    const side = { isSidechain: true };
    const data = jsonl(
      prompt("a", null, "go"),
      answer("b", "a", use("t1", "Task")),
      prompt("c", null, "look around", side),
      answer("d", "c", { type: "text", text: "I looked." }, side),
      prompt("e", null, "count", { ...side, agentId: "ag7" }),
      answer("f", "e", { type: "text", text: "3" }, { ...side, agentId: "ag7" }),
      prompt("g", "b", output("t1")),
      answer("h", "g", { type: "text", text: "ok" }),
    );
    const { imported: transcripts } = readAll("s.jsonl", data);
    expect(transcripts.map(({ thread, group }) => [thread, group.prompt])).toEqual([
      [{ kind: "main" }, "go"],
      [{ kind: "sub-agent", id: "c" }, "look around"],
      [{ kind: "sub-agent", id: "ag7" }, "count"],
    ]);
  });

  test("a branch that the user left by going back is not read, and that is said", () => {
    const data = jsonl(
      prompt("a", null, "start"),
      answer("b", "a", { type: "text", text: "ready" }),
      prompt("c", "b", "first try"),
      answer("d", "c", { type: "text", text: "wrong way" }),
      prompt("e", "b", "second try"),
      answer("f", "e", { type: "text", text: "right way" }),
    );
    const { transcript, problems } = only(readAll("s.jsonl", data));
    expect(transcript.turns.map((turn) => turn.prompt)).toEqual(["start", "second try"]);
    expect(problems.join()).toContain("2 entries");
  });

  test("local commands, reminders and summaries of compaction are no prompts", () => {
    const data = jsonl(
      prompt("a", null, "<command-name>/clear</command-name><command-args></command-args>"),
      prompt("b", "a", "<local-command-stdout>x</local-command-stdout>"),
      prompt("c", "b", "caveat", { isMeta: true }),
      prompt("d", "c", "This session is being continued", { isCompactSummary: true }),
      prompt("e", "d", [{ type: "text", text: "<system-reminder>r</system-reminder>do it" }]),
      answer("f", "e", { type: "text", text: "ok" }),
    );
    const { transcript } = only(readAll("s.jsonl", data));
    expect(transcript.turns.map((turn) => turn.prompt)).toEqual(["do it"]);
  });

  test.each([
    ["[Request interrupted by user]", "interrupted"],
    ["more", "interrupted"],
  ])("the last words %j end it as %s", (words, kind) => {
    const data = jsonl(
      prompt("a", null, "go"),
      answer("b", "a", { type: "text", text: "hm" }),
      prompt("c", "b", words),
    );
    expect(only(readAll("s", data)).transcript.ending.kind).toBe(kind);
  });

  test("a refused permission is a denied call", () => {
    const data = jsonl(
      prompt("a", null, "go"),
      answer("b", "a", use("t1", "Bash")),
      prompt("c", "b", output("t1", true, "Permission to use Bash has been denied because")),
    );
    const { transcript } = only(readAll("s", data));
    expect(transcript.ending).toEqual({ kind: "denied", tool: "Bash" });
  });

  test("outputs beyond 64 MB of a session are cut, and counted", () => {
    const big = "x".repeat(200_000);
    const lines: unknown[] = [prompt("p", null, "go")];
    for (let n = 0; n < 340; n++) lines.push(prompt(`r${n}`, "p", output(`t${n}`, false, big)));
    const calls = Array.from({ length: 340 }, (_, n) => answer(`a${n}`, "p", use(`t${n}`)));
    const file = readAll("s", jsonl(...lines, ...calls));
    const lengths = toolCallsOf(only(file).transcript).map(({ outcome }) =>
      outcome.kind === "ok" ? outcome.output.length : 0,
    );
    expect([lengths[0], lengths.at(-1), file.others["(output cut short)"]]).toEqual([
      200_000, 300, 4,
    ]);
  });

  test("50,000 calls are read in seconds", { timeout: 20_000 }, () => {
    const lines: unknown[] = [prompt("p", null, "go")];
    for (let n = 0; n < 50_000; n++) {
      lines.push(answer(`a${n}`, "p", use(`t${n}`)), prompt(`r${n}`, `a${n}`, output(`t${n}`)));
    }
    const { transcript } = only(readAll("s", jsonl(...lines)));
    expect(toolCallsOf(transcript)).toHaveLength(50_000);
  });
});
