import { expect, test } from "vitest";
import { syntheticRun } from "../../analysis/syntheticRun.ts";
import { approveRun, compareWithFrozen, type Baseline } from "../../baseline/baseline.ts";
import {
  renderBaselineDiffJson,
  renderBaselineDiffMarkdown,
  renderBaselineDiffTerminal,
  renderBaselineList,
  renderBaselineMarkdown,
  renderBaselineTerminal,
} from "../report.ts";

const parse = () => null;
const runWith = (healthyNoise: number) =>
  syntheticRun({
    prompts: 2,
    perPrompt: 4,
    strategies: [{ id: "reset", share: 0, healthyNoise, degradedNoise: 0.9 }],
  });
const baseline: Baseline = approveRun(runWith(0.02), {
  parse,
  name: "night|ly",
  previous: null,
  approvedAt: "2026-01-02T00:00:00.000Z",
  sametwice: "0.1.0",
  acceptAmbiguous: false,
  replace: false,
});
const diffOf = (noise: number) =>
  compareWithFrozen(runWith(noise), baseline, { parse, sametwice: "0.1.0" });
const terminal = (noise: number, columns = 120) =>
  renderBaselineDiffTerminal(diffOf(noise), { color: false, columns, where: "" });

test("a proposal shows each step that changed and the command to approve it", () => {
  const text = terminal(1);
  expect(text).toContain("TO APPROVE: no rate was shown to have risen");
  expect(text).toMatch(/^ {2}-Read$/m);
  expect(text).toMatch(/^ {2}\+WebFetch$/m);
  expect(text).toContain("sametwice baseline approve synthetic --name night|ly --replace");
});

test("a rise is said first, with numbers, n and p", () => {
  const text = terminal(0.3);
  expect(text.split("\n")[2]).toMatch(/^WORSE: reset diverged more often over all prompts/);
  expect(text).toMatch(/WORSE: \+\d+(\.\d)? points/);
  expect(text).toContain("To approve it all the same");
});

test("what did not change asks for nothing, and everything says SIMULATED", () => {
  expect(terminal(0.02)).toContain("AS APPROVED");
  expect(terminal(0.02)).not.toContain("sametwice baseline approve");
  const shown = { color: false, columns: 120 };
  for (const text of [
    terminal(0.02),
    renderBaselineDiffMarkdown(diffOf(1), ""),
    renderBaselineTerminal(baseline, shown),
    renderBaselineMarkdown(baseline),
    renderBaselineList([{ kind: "read", file: "main.json", baseline }], shown),
  ]) {
    expect(text).toContain("SIMULATED");
  }
});

test("no line is wider than the terminal", () => {
  for (const columns of [70, 120]) {
    const widest = Math.max(
      ...terminal(1, columns)
        .split("\n")
        .map(({ length }) => length),
    );
    expect(widest).toBeLessThanOrEqual(columns);
  }
});

test("Markdown lets no name become a cell border, and JSON is the comparison", () => {
  expect(renderBaselineDiffMarkdown(diffOf(1), "")).toContain("baseline night\\|ly version 1");
  expect(JSON.parse(renderBaselineDiffJson(diffOf(1)))).toEqual(diffOf(1));
});

test("a damaged file is listed with what is wrong", () => {
  const text = renderBaselineList([{ kind: "damaged", file: "a.json", why: "it is not JSON" }], {
    color: false,
    columns: 120,
  });
  expect(text).toContain("it is not JSON");
});
