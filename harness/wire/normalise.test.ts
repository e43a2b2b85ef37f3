import { expect, test } from "vitest";
import { normaliseText, normalisationRules, workingDirectoryIn } from "./normalise.ts";

const normalise = (text: string) => normaliseText(text, workingDirectoryIn(text));

function promptOf(session: { cwd: string; home: string; date: string; id: string }): string {
  const slug = session.cwd.replaceAll("/", "-");
  return [
    "You are an agent.",
    `<env>\nWorking directory: ${session.cwd}\nToday's date: ${session.date}\n</env>`,
    `Memory lives in \`${session.home}/.claude/projects/${slug}/memory/\`.`,
    `Use ${session.cwd}/src, and the scratchpad /tmp/x/claude-0/${slug}/${session.id}/scratchpad.`,
  ].join("\n");
}

const first = promptOf({
  cwd: "/runs/a/work",
  home: "/runs/a/home0",
  date: "2026-11-20",
  id: "11111111-2222-4333-8444-555555555555",
});
const second = promptOf({
  cwd: "/elsewhere/lane-17/work",
  home: "/homes/b",
  date: "2026-12-01",
  id: "99999999-2222-4333-8444-000000000000",
});

test("two sessions that differ in folders, date and ids say the same", () => {
  expect(normalise(first)).toBe(normalise(second));
});

test.each([
  ["x-anthropic-billing-header: cc_version=2.1.328.326;\nA", "x-anthropic-billing-header: a\nA"],
  ["<total_tokens>14998885 tokens left</total_tokens>", "<total_tokens>15 left</total_tokens>"],
  [" - OS Version: Linux 6.18.5\nB", " - OS Version: Linux 5.0\nB"],
  ["gitStatus: on main\nCurrent branch: main\n\nC", "gitStatus: on x\nCurrent branch: x\n\nC"],
  ["Recent commits:\nabc one\ndef two\n\nC", "Recent commits:\n123 three\n\nC"],
  ["duration_ms: 84", "duration_ms: 9122"],
  [
    "<h>\nThe date has changed. Today's date is now 2026-11-22. A",
    "<h>\nThe date has changed. Today's date is now 2026-01-01. A",
  ],
  ["- Working directory: /a b/c\nSee /a b/c/d", "- Working directory: /e\nSee /e/d"],
  ["HOME=/a/h/.claude/x", "HOME=/other/.claude/x"],
  ["session 0b2c9d1e-1111-4222-8333-0123456789ab", "session 99999999-2222-4333-8444-000000000000"],
  ["at /t/claude-0/-a/tasks/b1.output.", "at /q/r/claude-1000/-b/tasks/z.output."],
  ["see toolu_01ABCDEFGH and req_9f8e7d6c5b", "see toolu_99ZZZZZZZZ and req_0000000000"],
  ["/h/.claude/projects/-a/s/tool-results/b1x9.txt", "/q/.claude/projects/-b/s/tool-results/z.txt"],
])("%j says the same as %j", (one, other) => {
  expect(normalise(one)).toBe(normalise(other));
});

test("any other word counts", () => {
  expect(normalise(first.replace("agent", "assistant"))).not.toBe(normalise(first));
  expect(normalise(`${first} Knowledge cutoff: 2025-01-01`)).not.toBe(
    normalise(`${first} Knowledge cutoff: 2025-06-01`),
  );
  expect(normalise(`${first}\nToday's date is 2026-11-20. Be brief.`)).not.toBe(
    normalise(`${first}\nToday's date is 2026-11-20. Be thorough.`),
  );
  expect(normalise("task_description, shell_environment and bash_completion")).toBe(
    "task_description, shell_environment and bash_completion",
  );
  // Words in the middle of a line that only look like the state of a repository.
  expect(normalise("Use git status: it helps")).toBe("Use git status: it helps");
});

test("every rule says what, where and why", () => {
  for (const { what, where, why } of normalisationRules) {
    expect([what, where, why].every((text) => text.length > 5)).toBe(true);
  }
});

test("a text of megabytes, with paths or without, is read in linear time", () => {
  const startedAt = performance.now();
  normalise("x".repeat(4_000_000));
  normalise("/x".repeat(2_000_000));
  normalise(" /x".repeat(1_000_000));
  normalise("=/x".repeat(1_000_000));
  normalise("Status:\n".repeat(200_000));
  normalise(" ".repeat(2_000_000));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
