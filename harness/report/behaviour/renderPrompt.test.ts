import { expect, test } from "vitest";
import { promptReport, type PromptReport, type StepView } from "../../analysis/analysis.ts";
import { syntheticRun, type Truth } from "../../analysis/syntheticRun.ts";
import { renderPromptJson, renderPromptMarkdown, renderPromptTerminal } from "./renderPrompt.ts";

const reset = { id: "reset", share: 0.3, healthyNoise: 0.02, degradedNoise: 1 };
const plain = { color: false, columns: 120 };

function reportOf(truth: Partial<Truth> = {}): PromptReport {
  const records = syntheticRun({ strategies: [reset], lanes: 24, ...truth });
  return promptReport(records, { promptId: "prompt-1", strategy: null }, { parse: () => null });
}

/** The report with another first step in the medoids' transcripts. */
function withStep(report: PromptReport, step: StepView): PromptReport {
  const configurations = report.behaviour.configurations.map((one) => ({
    ...one,
    modes: one.modes.map((mode) => ({ ...mode, besideA: [{ a: step, own: null }] })),
  }));
  return { ...report, behaviour: { ...report.behaviour, configurations } };
}

test("a terminal shows where replays part, the modes, what they belong to and their transcripts side by side", () => {
  const text = renderPromptTerminal(reportOf(), plain);
  expect(text).toMatch(
    /^Prompt prompt-1 · strategy reset · suite synthetic · .* · SIMULATED vendor synthetic\n/,
  );
  expect(text).toContain("SIMULATED: the vendor was the simulation");
  expect(text).toContain("First divergence: step 1");
  expect(text).toMatch(/│ A +│ \d+ +│ [\d.]+ % \[[\d., ]+\]/);
  expect(text).toContain("the usual way: Read → Edit → Bash");
  expect(text).toContain("Mode B belongs to sessions:");
  expect(text).toContain("Mode B beside mode A: changes astray.txt instead of usual.txt");
  expect(text).toMatch(/│ ~ +│ Read .*│ WebFetch/);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
});

test("on a narrow terminal the tables become lists and no line is wider than it", () => {
  const text = renderPromptTerminal(reportOf(), { color: false, columns: 60 });
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(text).toContain("what it does: changes astray.txt");
});

test("a run with fewer than 20 lanes gets no interval", () => {
  expect(renderPromptMarkdown(reportOf({ lanes: 12 }))).toContain("INSUFFICIENT SESSIONS");
});

test("what agents wrote can neither steer a terminal nor break out of a Markdown cell", () => {
  const nasty = withStep(reportOf(), {
    kind: "text",
    text: "\u001b[2J<script>| [link](http://x) \u0007",
  });
  expect(renderPromptTerminal(nasty, plain)).not.toContain("\u001b");
  const markdown = renderPromptMarkdown(nasty);
  expect(markdown).not.toContain("<script>");
  expect(markdown).toContain("\\| \\[link\\]");
  expect(markdown).not.toContain("\u0007");
});

test("JSON holds the alignment, one line for the columns of each sequence", () => {
  const report = reportOf();
  const text = renderPromptJson(report);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
  expect(text).toContain('"schema": "sametwice.prompt/1"');
  expect(text).toMatch(/"columns": \[0, 1, 2\]/);
});

test("a prompt of which no replay can be compared says so", () => {
  const report = reportOf({ strategies: [{ ...reset, missing: 1 }], lanes: 6 });
  const text = renderPromptMarkdown(report);
  expect(text).toContain("No replay of this prompt can be compared.");
  expect(text).toContain("12 of 12 replays are missing (12 timed-out, for example");
});

test("replays that all do the same have one mode and never part", () => {
  const text = renderPromptTerminal(
    reportOf({ strategies: [{ ...reset, share: 0, healthyNoise: 0 }] }),
    plain,
  );
  expect(text).toContain("They never part");
  expect(text).toContain("All take the same steps: Read → Edit → Bash");
  expect(text).toContain("one mode");
  expect(text).not.toContain("beside mode A");
});
