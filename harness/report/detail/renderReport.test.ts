import { expect, test } from "vitest";
import { computeMatrix } from "../../analysis/analysis.ts";
import { syntheticRun } from "../../analysis/syntheticRun.ts";
import {
  renderReportJson,
  renderReportMarkdown,
  renderReportTerminal,
  reportSections,
} from "../report.ts";

const strategies = [
  { id: "reset", share: 0.2, healthyNoise: 0.03, degradedNoise: 0.9, unattested: 0.1 },
  { id: "restart", share: 0.2, healthyNoise: 0.03, degradedNoise: 0.9, replaysPerSession: 1 },
];
const matrix = computeMatrix(syntheticRun({ lanes: 24, strategies }), { parse: () => null });
const plain = { color: false, columns: 120 };

test.each(reportSections)(
  "section %s says SIMULATED, and no line is wider than the terminal",
  (section) => {
    const text = renderReportTerminal(matrix, section, plain);
    expect(text).toContain("SIMULATED");
    expect(text.split("\n").every((line) => line.length <= 120)).toBe(true);
    expect(text.endsWith("\n")).toBe(true);
    expect(renderReportMarkdown(matrix, section)).toContain("SIMULATED");
    expect(JSON.parse(renderReportJson(matrix, section))).toHaveProperty("run");
  },
);

test("the attestation counts what was left out and gives the reason with an example", () => {
  const text = renderReportTerminal(matrix, "attestation", plain);
  expect(text).toMatch(/\d+ unattested/);
  expect(text).toContain("the betas were still sent");
});

test("everything is in the section all", () => {
  const all = renderReportTerminal(matrix, "all", plain);
  for (const title of [
    "Mitigation matrix",
    "Feature parity",
    "Attribution",
    "Diagnosis",
    "Attestation",
    "Agreement",
    "Noise band",
  ]) {
    expect(all).toContain(title);
  }
});

test("names from the wire cannot break a Markdown table", () => {
  const [first, ...others] = matrix.strategies;
  if (first === undefined) throw new Error("no strategy");
  const evil = { ...matrix, strategies: [{ ...first, id: "a|b<script>" }, ...others] };
  expect(renderReportMarkdown(evil, "parity")).not.toContain("<script>");
});
