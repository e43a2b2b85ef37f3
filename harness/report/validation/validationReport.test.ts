import { expect, test } from "vitest";
import { computeMatrix } from "../../analysis/analysis.ts";
import { syntheticRun, type Truth } from "../../analysis/syntheticRun.ts";
import { renderReportJson, renderReportMarkdown, renderReportTerminal } from "../report.ts";

const truth = { share: 0.2, healthyNoise: 0.05, degradedNoise: 0.9 };

function matrixOf(run: Truth) {
  const records = syntheticRun({ lanes: 24, ...run });
  const prompts = records.run.prompts.map((prompt) => ({
    ...prompt,
    expect: { tools: { required: ["Read"] }, thinkingTokens: { min: 9 }, command: "npm test" },
  }));
  return computeMatrix({ ...records, run: { ...records.run, prompts } }, { parse: () => null });
}

const matrix = matrixOf({
  strategies: [
    { id: "reset", ...truth },
    { id: "restart", ...truth, replaysPerSession: 1 },
  ],
});
const calm = matrixOf({
  strategies: [{ id: "reset", share: 0, healthyNoise: 0, degradedNoise: 0 }],
});
const plain = { color: false, columns: 120 };
const terminal = renderReportTerminal(matrix, "validation", plain);

test("pass rates stand beside the divergence rate, with interval, counts and what is unknown", () => {
  expect(terminal).toMatch(/│ \(diverged\) +│ \d+(\.\d)? % \[/);
  expect(terminal).toMatch(
    /│ tools-required +│ \d+(\.\d)? % \(\d+(\.\d)? to \d+(\.\d)?\), \d+\/192/,
  );
  expect(terminal).toMatch(/│ complete +│ 100 % \(\d+(\.\d)? to 100\), 192\/192/);
  expect(terminal).toMatch(/│ thinking-tokens +│ unknown in 192/);
});

test("a failed check comes with an example and what was seen", () => {
  expect(terminal).toMatch(
    /│ reset +│ tools-required +│ \d+ of 192 +│ reset-w\d-l\d\d-r\d\d +│ not called: Read/,
  );
});

test("the section names clear differences and those that are not", () => {
  expect(terminal).toMatch(/all strategies: diverging replays \(\d+\) +│ turns 5\.0 against 4\.0/);
  expect(terminal).toContain("No clear difference: ");
});

test("a normal report says in at most three lines what diverging replays do and what failed", () => {
  const [, after = ""] = renderReportTerminal(matrix, "matrix", { ...plain, columns: 9999 }).split(
    "Checks and behaviour\n",
  );
  const lines = (after.split("\n\n")[0] ?? "").split("\n").filter((line) => !line.startsWith("  "));
  expect(lines.length).toBeLessThanOrEqual(3);
  expect(lines[0]).toMatch(
    /^All strategies: diverging replays \(\d+\) against conforming replays \(\d+\): /,
  );
  expect(after).toContain("Failed checks, the most frequent first: ");
  expect(renderReportMarkdown(matrix, "matrix")).toContain("### Checks and behaviour");
});

test("a run in which nothing fails and nothing differs has nothing to say of it", () => {
  expect(renderReportTerminal(calm, "matrix", plain)).not.toContain("Checks and behaviour");
  expect(renderReportTerminal(calm, "validation", plain)).toContain("Failed checks\nNone.");
});

test("nine strategies make two tables that fit, and narrow terminals get lists", () => {
  const strategies = Array.from({ length: 9 }, (_, index) => ({
    id: `strategy-${index}`,
    ...truth,
  }));
  const many = matrixOf({ lanes: 5, strategies });
  for (const columns of [120, 60]) {
    const text = renderReportTerminal(many, "validation", { color: false, columns });
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(text).toContain("Checks, continued");
  }
});

test("Markdown and JSON hold the same, labelled as simulated", () => {
  const markdown = renderReportMarkdown(matrix, "validation");
  expect(markdown).toContain("SIMULATED");
  expect(markdown).toContain("| check | reset | restart |");
  const json = renderReportJson(matrix, "validation");
  expect(JSON.parse(json)).toMatchObject({
    schema: "sametwice.report/1",
    section: "validation",
    run: { vendor: { kind: "simulated" } },
    validation: { level: 0.95 },
  });
});
