import { describe, expect, test } from "vitest";
import { toolCallsOf } from "../transcript/transcript.ts";
import { only, readAll } from "./testing/readAll.ts";

describe("other tools' results", () => {
  const read = (value: unknown, name = "runs/task-1.traj.json") =>
    readAll(name, JSON.stringify(value, null, 2));
  const call = { id: "c", function: { name: "find", arguments: '{"a":1}' } };
  const chat = [
    { role: "system", content: "rules" },
    { role: "user", content: "help" },
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", tool_call_id: "c", content: "found" },
    { role: "assistant", content: "there" },
  ];

  test("promptfoo: repeats share prompt and variables, whatever their test index", () => {
    const one = (testIdx: number, topic: string) => ({
      testIdx,
      vars: { topic },
      prompt: { raw: `about ${topic}` },
      provider: { id: "openai:x" },
      response: { output: "text" },
      success: testIdx > 0,
    });
    const file = read({
      results: { version: 3, results: [one(0, "a"), one(1, "a"), one(2, "b"), 7] },
    });
    const keys = file.imported.map(({ group }) => group.prompt);
    expect(file.format).toBe("promptfoo");
    expect(keys[0]).toBe(keys[1]);
    expect(keys[0]).not.toBe(keys[2]);
    expect(file.imported.map(({ outcome }) => outcome)).toEqual([false, true, true]);
    expect(file.problems).toMatchObject([{ line: 4 }]);
  });

  test("tau-bench: trials of a task share its id and are solved at a reward of 1", () => {
    const trial = (n: number, reward: number) => ({ task_id: 4, trial: n, reward, traj: chat });
    const { format, imported: transcripts } = read([trial(0, 1), trial(1, 0)]);
    expect(format).toBe("tau-bench");
    expect(transcripts.map(({ outcome, group }) => [group.prompt, outcome])).toEqual([
      ["task 4", true],
      ["task 4", false],
    ]);
    expect(transcripts[0] && toolCallsOf(transcripts[0].transcript)).toMatchObject([
      { name: "find", input: { a: 1 }, outcome: { kind: "ok", output: "found" } },
    ]);
  });

  test.each([
    ["1", "THOUGHT: look\n```bash\nls\n```", "user"],
    ["2", "look", "tool"],
  ])("mini-swe-agent %s: commands and their outputs", (version, content, role) => {
    const tools =
      version === "2"
        ? { tool_calls: [{ id: "c", function: { name: "bash", arguments: '{"command":"ls"}' } }] }
        : {};
    const messages = [
      { role: "user", content: "task" },
      { role: "assistant", content, ...tools },
      { role, content: "a.txt", tool_call_id: "c" },
    ];
    const info = { exit_status: "Submitted" };
    const file = read({
      messages,
      info,
      trajectory_format: "mini-swe-agent-1.1",
      instance_id: "i1",
    });
    const { transcript, group } = only(file);
    expect(toolCallsOf(transcript)).toMatchObject([
      { name: "bash", input: { command: "ls" }, outcome: { output: "a.txt" } },
    ]);
    expect([group.prompt, transcript.ending.kind]).toEqual(["i1", "completed"]);
  });

  test("SWE-agent: every step is a thought and a command", () => {
    const trajectory = [{ action: "ls\n", observation: "a", thought: "look" }];
    const file = read(
      { trajectory, history: [], info: { exit_status: "submitted (exit_cost)" } },
      "x/i1.traj",
    );
    const { transcript, group } = only(file);
    expect([file.format, group.prompt, transcript.ending.kind]).toEqual([
      "swe-agent",
      "i1",
      "turn-limit",
    ]);
    expect(transcript.turns[0]?.steps.map(({ kind }) => kind)).toEqual(["text", "calls"]);
  });

  test("Inspect: epochs are sessions of a sample", () => {
    const call2 = { id: "c", function: "find", arguments: { a: 1 } };
    const messages = chat.map((one) => (one.tool_calls ? { ...one, tool_calls: [call2] } : one));
    const sample = (epoch: number) => ({ id: 1, epoch, messages, scores: { m: { value: "C" } } });
    const file = read({
      version: 2,
      eval: { task: "t", run_id: "r" },
      samples: [sample(1), sample(2)],
    });
    expect(file.format).toBe("inspect");
    expect(
      file.imported.map(({ group, outcome }) => [group.prompt, group.session, outcome]),
    ).toEqual([
      ["t/1", "r 1 epoch 1", true],
      ["t/1", "r 1 epoch 2", true],
    ]);
    expect(file.imported[0] && toolCallsOf(file.imported[0].transcript)).toHaveLength(1);
  });
});
