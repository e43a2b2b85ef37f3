import { describe, expect, test } from "vitest";
import { only, readAll } from "./testing/readAll.ts";
import { jsonl } from "./testing/sessionLines.ts";

describe("captures of stream-json", () => {
  const init = (id: string) => ({ type: "system", subtype: "init", session_id: id, model: "m" });
  const said = (text: string, parent: string | null = null) => ({
    type: "assistant",
    message: { id: "m", model: "m", content: [{ type: "text", text }] },
    parent_tool_use_id: parent,
    session_id: "s",
  });
  const result = { type: "result", subtype: "success", duration_ms: 5, total_cost_usd: 1 };

  test("a new session id begins a new transcript, a sub-agent's words stay apart", () => {
    const data = jsonl(
      init("s"),
      said("a"),
      said("inner", "t9"),
      result,
      init("s2"),
      said("b"),
      result,
    );
    const { imported: transcripts, format } = readAll("runs/fix.3.ndjson", data);
    expect(format).toBe("stream-json");
    expect(transcripts.map(({ group, thread }) => [group.session, thread.kind])).toEqual([
      ["s", "main"],
      ["s", "sub-agent"],
      ["s2", "main"],
    ]);
    expect(transcripts[0]?.group.prompt).toBe("fix");
    expect(transcripts[0]?.transcript.turns[0]).toMatchObject({ wallMs: 5, usage: {} });
  });

  test("what follows the end of a background task is no turn", () => {
    const unasked = { ...result, origin: { kind: "task-notification" } };
    const data = jsonl(init("s"), said("a"), result, init("s"), said("noticed"), unasked);
    const { transcript } = only(readAll("x", data));
    expect(transcript.turns.map(({ steps }) => steps)).toEqual([[{ kind: "text", text: "a" }]]);
    expect(transcript.ending).toEqual({ kind: "completed" });
  });

  test("a capture without its result is interrupted", () => {
    const { transcript } = only(readAll("x", jsonl(init("s"), said("a"))));
    expect(transcript.ending).toEqual({ kind: "interrupted" });
  });
});
