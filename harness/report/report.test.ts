import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { computeMatrix, type Matrix } from "../analysis/analysis.ts";
import { syntheticRun, type Truth } from "../analysis/syntheticRun.ts";
import { renderJson, renderMarkdown, renderTerminal } from "./report.ts";

const truth = { share: 0.15, healthyNoise: 0.04, degradedNoise: 0.85 };
const fourStrategies: Truth = {
  draws: 3,
  strategies: [
    { id: "reset", ...truth, claim: { gain: "None", parity: "Full", overhead: "Low" } },
    {
      id: "restart",
      ...truth,
      replaysPerSession: 1,
      claim: { gain: "High", parity: "Full", overhead: "Medium" },
    },
    {
      id: "suppress-betas",
      ...truth,
      clientConfiguration: "no-betas",
      wire: { betas: [] },
      claim: { gain: "Very high", parity: "Reduced", overhead: "Low" },
    },
    {
      id: "pin-ttl",
      ...truth,
      replaysPerSession: 4,
      unattested: 0.03,
      clientConfiguration: "pinned",
      wire: { clientVersion: "2.1.300" },
      claim: { gain: "Maximum", parity: "Controlled", overhead: "Medium-High" },
    },
  ],
};
const matrixOf = (run: Truth): Matrix => computeMatrix(syntheticRun(run), { parse: () => null });
const matrix = matrixOf(fourStrategies);
const lines = (text: string) => text.split("\n").map((line) => stripVTControlCharacters(line));
const plain = (of: Matrix, columns = 120) => renderTerminal(of, { color: false, columns });

test.each([true, false])("with color %s no line is wider than 120 columns", (color) => {
  const widest = Math.max(
    ...lines(renderTerminal(matrix, { color, columns: 200 })).map((line) => line.length),
  );
  expect(widest).toBe(120);
});

test("on a terminal of 80 columns the tables become lists that fit", () => {
  const narrow = plain(matrix, 80);
  expect(Math.max(...lines(narrow).map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(narrow).not.toContain("│");
  expect(narrow).toContain("degraded sessions: ");
});

test("nine strategies with long names still fit", () => {
  const strategies = Array.from({ length: 9 }, (_, index) => ({
    id: `a-strategy-with-a-very-long-name-${index}`,
    ...truth,
  }));
  const text = plain(matrixOf({ lanes: 5, strategies }));
  expect(Math.max(...lines(text).map((line) => line.length))).toBe(120);
  expect(text).not.toContain("…");
});

test("escape codes are written only when colour is asked for, and colour changes nothing else", () => {
  const coloured = renderTerminal(matrix, { color: true, columns: 120 });
  expect(coloured).not.toBe(plain(matrix));
  expect(stripVTControlCharacters(coloured)).toBe(plain(matrix));
  expect(stripVTControlCharacters(plain(matrix))).toBe(plain(matrix));
});

test("there are at most two tables", () => {
  expect(plain(matrix).match(/┌/g)).toHaveLength(2);
});

test.each([
  ["terminal", (of: Matrix) => plain(of)],
  ["Markdown", renderMarkdown],
])(
  "%s: a simulated vendor is named at the top, in the title and at the bottom",
  (_name, render) => {
    const text = render(matrix);
    const marked = text.split("\n").filter((line) => line.includes("SIMULATED"));
    expect(marked).toHaveLength(3);
    expect(text.trim().split("\n").at(-1)).toContain("SIMULATED");
    expect(text.split("\n").slice(0, 4).join()).toContain("SIMULATED");
  },
);

test("a real vendor is named by its address and nothing is called simulated", () => {
  const real = matrixOf({
    ...fourStrategies,
    vendor: { kind: "api", baseUrl: "https://vendor.example", credential: "api-key" },
  });
  for (const text of [plain(real), renderMarkdown(real)]) {
    expect(text).not.toContain("SIMULATED");
    expect(text).toContain("vendor https://vendor.example");
  }
});

test("a number stands beside its interval, its counts and the number of its footnote", () => {
  const { recovery } = matrix.strategies[0] ?? {};
  expect(recovery?.count).toBe(0);
  expect(plain(matrix)).toMatch(/\n│ reset +│ \d+\.?\d* % +│/);
  expect(plain(matrix)).toMatch(/│ 0 of \d+ [¹²³⁴⁵⁶⁷⁸⁹ ]+│/);
});

test("where there is no interval the table says why", () => {
  const few = plain(matrixOf({ ...fourStrategies, lanes: 8 }));
  expect(few).toContain("INSUFFICIENT");
  expect(few).toContain("INSUFFICIENT SESSIONS (<20)");
});

test("every claim has a line with its verdict", () => {
  const verdicts = plain(matrix)
    .split("\n")
    .filter((line) => /^(SUPPORTED|REFUTED|INCONCLUSIVE) /.test(line));
  expect(verdicts).toHaveLength(12);
  expect(verdicts.join("\n")).toMatch(/INCONCLUSIVE reset: gain claimed None, measured/);
  expect(verdicts.join("\n")).toMatch(/SUPPORTED +pin-ttl: feature parity claimed Controlled/);
});

test("the sentence above says that it sticks only when it does", () => {
  expect(plain(matrix)).toContain("It sticks to sessions");
  const healthy = matrixOf({
    strategies: [{ id: "reset", share: 0, healthyNoise: 0.04, degradedNoise: 1 }],
  });
  expect(plain(healthy)).not.toContain("It sticks");
  expect(plain(healthy)).not.toContain("differ");
});

test("every footnote marker of the table has its footnote", () => {
  const text = plain(matrix);
  matrix.footnotes.forEach((footnote) => {
    expect(text.replace(/\s+/g, " ")).toContain(footnote.replace(/\s+/g, " "));
  });
});

test.each([
  ["no strategy", { strategies: [] }],
  ["no lane", { lanes: 0, strategies: fourStrategies.strategies }],
  ["nothing usable", { strategies: [{ id: "reset", ...truth, missing: 1 }] }],
])("%s: every renderer still says something", (_situation, run) => {
  const empty = matrixOf(run);
  expect(plain(empty)).toContain("Nothing can be said yet");
  expect(renderMarkdown(empty)).toContain("Nothing can be said yet");
  expect(plain(empty)).not.toMatch(/NaN|undefined|null/);
});

test("names that are Markdown or escape codes are shown, not obeyed", () => {
  const hostile = {
    ...matrix,
    run: { ...matrix.run, suite: "a|b <b>x</b>\u001b[31m" },
    footnotes: ["first\nsecond | third"],
  };
  expect(renderMarkdown(hostile)).toContain("a\\|b &lt;b&gt;x&lt;/b&gt; \\[31m");
  expect(renderMarkdown(hostile)).toContain("first second \\| third");
  expect(plain(hostile)).not.toContain("\u001b");
});

test("JSON begins with its schema, is valid, holds no undefined and repeats byte for byte", () => {
  const json = renderJson(matrix);
  expect(json.startsWith('{\n  "schema": "sametwice.matrix/1",\n')).toBe(true);
  expect(JSON.parse(json)).toEqual(matrix);
  expect(renderJson(matrixOf(fourStrategies))).toBe(json);
});

test("rendering the same matrix twice gives the same text", () => {
  const again = matrixOf(fourStrategies);
  expect(plain(again)).toBe(plain(matrix));
  expect(renderMarkdown(again)).toBe(renderMarkdown(matrix));
});

test("the noise band stands beside every comparison, and the slice and the TTL get a sentence", () => {
  const text = plain(matrix);
  expect(text.match(/noise band ±/g)?.length).toBe(matrix.comparisons.length);
  expect(text).toContain("Noise band (A/A)");
  expect(text).toContain("Session state dominates");
  expect(text).toContain("Whether a TTL helps cannot be told");
  expect(renderMarkdown(matrix)).toContain("Age, slice and noise");
});
