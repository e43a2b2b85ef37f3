import { describe, expect, test } from "vitest";
import { auditRange, auditVersions } from "../../analysis/analysis.ts";
import { beside, probes, tool } from "../../analysis/audit/testing/probes.ts";
import {
  renderAuditJson,
  renderAuditMarkdown,
  renderAuditRangeMarkdown,
  renderAuditRangeTerminal,
  renderAuditTerminal,
} from "../report.ts";

const longPrompt = Array.from(
  { length: 40 },
  (_, line) => `Rule ${line}: \`\`\`be brief\`\`\``,
).join("\n");
const upgraded = probes({
  version: "2.1.328",
  steps: { start: { requests: [beside()] } },
  every: {
    system: longPrompt,
    tools: [tool("Bash", "Runs a | program.", { properties: { "<b>": { type: "string" } } })],
  },
});
const audit = auditVersions(probes(), upgraded);
const plain = { color: false, columns: 120 };

describe("an audit at a terminal", () => {
  const text = renderAuditTerminal(audit, plain);
  const lines = text.split("\n");

  test("says the verdict second, then that the vendor is simulated, then the risks", () => {
    expect(lines[1]).toMatch(/^HIGH RISK for reproducibility: 1 high, \d medium, 1 low/);
    expect(lines[2]).toContain("SIMULATED vendor");
    expect(text.indexOf("high")).toBeLessThan(text.indexOf("medium │"));
  });

  test("is no wider than the terminal, whatever its width", () => {
    for (const columns of [60, 100, 120, 300]) {
      const widest = renderAuditTerminal(audit, { color: false, columns })
        .split("\n")
        .reduce((most, line) => Math.max(most, line.length), 0);
      expect(widest).toBeLessThanOrEqual(Math.min(columns, 120));
    }
  });

  test("cuts a long difference and says by how much", () => {
    expect(text).toContain("… 31 more lines changed; the Markdown report has all of them");
    expect(text).not.toContain("Rule 39");
  });

  test("has colours only when asked for", () => {
    expect(text).not.toContain("\u001B");
    expect(renderAuditTerminal(audit, { color: true, columns: 120 })).toContain("\u001B[31m");
  });

  test("of equal versions says that nothing was found, and still what was looked at", () => {
    const same = renderAuditTerminal(auditVersions(probes(), probes()), plain);
    expect(same).toContain("NO RISK FOUND");
    expect(same).toContain("Neither sends any.");
    expect(same).toContain("What suppressing betas does");
  });
});

describe("an audit as Markdown", () => {
  const text = renderAuditMarkdown(audit);

  test("keeps whole differences, folded, in a fence that they cannot end", () => {
    expect(text).toContain("<details><summary>system prompt: ");
    expect(text).toContain("````diff\n");
    expect(text).toContain("+Rule 39: ```be brief```");
  });

  test("lets no text of a client become a cell border or a tag", () => {
    expect(text).toContain("&lt;b&gt;");
    expect(text).not.toContain("<b>");
  });
});

test("an audit as JSON is the audit, its schema first", () => {
  const text = renderAuditJson(audit);
  expect(text).toMatch(/^\{\n {2}"schema": "sametwice\.audit\/1"/);
  expect(JSON.parse(text)).toEqual(audit);
});

describe("an audit of a range", () => {
  const range = auditRange(
    [
      { kind: "probed", probes: probes() },
      { kind: "failed", version: "2.1.250", why: "not published for this platform" },
      { kind: "probed", probes: upgraded },
    ],
    ["2.1.251", "2.1.252"],
  );

  test("has one line for each version, and says which were left out and why", () => {
    const text = renderAuditRangeTerminal(range, plain);
    expect(text).toMatch(/│ 2\.1\.200 +│ \(first\)/);
    expect(text).toMatch(/│ 2\.1\.250 +│ left out: /);
    expect(text).toMatch(/│ 2\.1\.328 +│ high \(\d\)/);
    expect(text).toContain("Not looked at (raise --limit): 2.1.251, 2.1.252.");
    expect(text).toContain("2.1.200 → 2.1.328: HIGH RISK");
  });

  test("as Markdown holds each step whole, folded", () => {
    const text = renderAuditRangeMarkdown(range);
    expect(text).toContain("<details><summary>2.1.200 → 2.1.328: HIGH RISK");
    expect(text).toContain("+Rule 39");
  });
});
