import { expect, test } from "vitest";
import { normaliseSystem, systemHash } from "./systemPrompt.ts";

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

test("two sessions that differ in folders, date and ids have the same system hash", () => {
  expect(normaliseSystem(first)).toBe(normaliseSystem(second));
  expect(systemHash(first)).toMatch(/^[0-9a-f]{16}$/);
});

test("the billing line, which depends on the first message, does not count", () => {
  const blocks = (suffix: string) => [
    { text: `x-anthropic-billing-header: cc_version=2.1.328.${suffix}; cc_entrypoint=sdk-cli;` },
    { text: first },
  ];
  expect(systemHash(blocks("326"))).toBe(systemHash(blocks("a01")));
  expect(systemHash(blocks("326"))).toBe(systemHash(first));
});

test("any other word counts", () => {
  expect(systemHash(first.replace("agent", "assistant"))).not.toBe(systemHash(first));
  expect(systemHash(`${first} Knowledge cutoff: 2025-01-01`)).not.toBe(
    systemHash(`${first} Knowledge cutoff: 2025-06-01`),
  );
});

test("a prompt of megabytes, with paths or without, is hashed in linear time", () => {
  const startedAt = performance.now();
  systemHash("x".repeat(4_000_000));
  systemHash("/x".repeat(2_000_000));
  systemHash(" /x".repeat(1_000_000));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
