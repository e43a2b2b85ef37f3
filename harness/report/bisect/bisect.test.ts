import { describe, expect, test } from "vitest";
import type { BisectResult } from "../../analysis/analysis.ts";
import { renderBisectJson, renderBisectMarkdown, renderBisectTerminal } from "../report.ts";

const found: BisectResult = {
  schema: "sametwice.bisect/1",
  agent: "claude-code",
  model: "claude-sonnet-4-6",
  criterion: "clear-is-real",
  good: "2.1.142",
  bad: "2.1.126",
  versions: 12,
  answer: { kind: "fix", candidates: ["2.1.129"], before: "2.1.128" },
  steps: [
    { version: "2.1.142", standing: "good", value: "holds", evidence: "/clear is real" },
    { version: "2.1.128", standing: "bad", value: "fails", evidence: "/clear is fake" },
    { version: "2.1.130", standing: "skipped", value: null, evidence: "not in the registry" },
  ],
};

describe("the answer of a bisection", () => {
  test("comes first, then the evidence and what to do next", () => {
    const text = renderBisectTerminal(found, { columns: 120 });
    expect(text).toMatch(/^2\.1\.129 is the first good version; 2\.1\.128 is the last bad one\.\n/);
    expect(text).toContain("SIMULATED vendor");
    expect(text).toContain("2.1.130  skipped      not in the registry");
    expect(text).toContain("sametwice audit --from 2.1.128 --to 2.1.129");
  });

  test("reads the other way round when something broke", () => {
    const broke = { ...found, answer: { ...found.answer, kind: "break" } } as const;
    expect(renderBisectTerminal(broke, { columns: 120 })).toContain(
      "2.1.129 is the first bad version; 2.1.128 is the last good one.",
    );
  });

  test("is a range when versions at the border could not be looked at", () => {
    const wide = { ...found, answer: { ...found.answer, candidates: ["2.1.129", "2.1.131"] } };
    expect(renderBisectTerminal(wide, { columns: 120 })).toContain(
      "The first good version is one of 2.1.129, 2.1.131",
    );
  });

  test("says when a value turned up that neither end has", () => {
    const third = { version: "2.1.131", standing: "other", value: "c", evidence: "c" } as const;
    const text = renderBisectTerminal({ ...found, steps: [third] }, { columns: 120 });
    expect(text).toContain("It changed more than once: 2.1.131 has");
  });

  test("fits the terminal", () => {
    const lines = renderBisectTerminal(found, { columns: 40 }).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  test("as Markdown has a table, as JSON everything", () => {
    expect(renderBisectMarkdown(found)).toContain("| 2.1.128 | bad | /clear is fake |");
    expect(JSON.parse(renderBisectJson(found))).toEqual(found);
  });
});
