import { describe, expect, test } from "vitest";
import { auditRange } from "./auditRange.ts";
import { auditVersions } from "./auditVersions.ts";
import { beside, probe, probes, request, tool, type ProbeOver } from "./testing/probes.ts";

/** Findings of an upgrade from the healthy client to one that differs, as `rating id`. */
function findingsOf(over: ProbeOver, from: ProbeOver = {}): readonly string[] {
  const { findings } = auditVersions(probes(from), probes({ version: "2.1.328", ...over }));
  return findings.map(({ rating, id }) => `${rating} ${id}`);
}

describe("an audit", () => {
  test("of a version with itself finds nothing", () => {
    const audit = auditVersions(probes(), probes());
    expect(audit.risk).toBe("none");
    expect(audit.findings).toEqual([]);
    expect(audit.changes?.system.diff).toBe("");
  });

  test.each<readonly [string, ProbeOver, readonly string[]]>([
    [
      "a /clear that no longer empties the context",
      { steps: { "after-clear": { requests: [request({ assistantMessages: 3 })] } } },
      ["high clear-stopped-working"],
    ],
    [
      "a model that is exchanged silently",
      { every: { modelAsked: "claude-opus-5-5" } },
      ["high model-remapped", "high alias-remapped"],
    ],
    [
      "a warm-up before any prompt",
      { steps: { start: { requests: [beside(), beside()] } } },
      ["high hidden-requests-added"],
    ],
    [
      "betas that cannot be suppressed",
      {
        every: { betas: ["context-management-2025-06-27", "interleaved-thinking-2025-05-14"] },
      },
      ["high suppression-stopped-working"],
    ],
    ["a host past the base URL", { egress: ["example.org:443"] }, ["high egress-added"]],
    [
      "a client that refuses to answer",
      { steps: { text: { ending: "crashed", requests: [] } } },
      ["high does-not-answer", "high alias-lost"],
    ],
    ["another prompt", { every: { system: "You are another." } }, ["medium system-prompt-changed"]],
    [
      "another reminder",
      { every: { additions: "Today is another day." } },
      ["medium additions-changed"],
    ],
    [
      "a tool more and one less",
      { every: { tools: [tool("Bash", "Runs a command."), tool("Monitor", "Waits.")] } },
      ["medium tools-changed"],
    ],
    [
      "another wording of a tool",
      { every: { tools: [tool("Bash", "Runs a program."), tool("Read", "Reads a file.")] } },
      ["low tools-reworded"],
    ],
    [
      "another parameter",
      { every: { parts: { ...request().parts, "body.temperature": "1" } } },
      ["medium parameters-changed"],
    ],
    ["less room for answers", { every: { maxTokens: 16_000 } }, ["medium model-defaults-changed"]],
    [
      "a request more for the same answers",
      { steps: { tools: { requests: [request(), request(), request()] } } },
      ["medium turns-changed"],
    ],
    [
      "a larger program of another form that starts late",
      {
        program: { form: "script", bytes: 300_000_000, sha256: "1".repeat(64) },
        timing: { startMs: 900, firstRequestMs: 90, firstTurnMs: 130 },
      },
      ["low form-changed", "low size-changed", "low start-time-changed"],
    ],
  ])("of %s says so and nothing else", (_, over, expected) => {
    expect(findingsOf(over)).toEqual(expected);
  });

  test("puts the worst finding first and takes its rating", () => {
    const audit = auditVersions(
      probes(),
      probes({
        egress: ["example.org:443"],
        program: { form: "native", bytes: 1, sha256: "1" },
        every: { system: "Other." },
      }),
    );
    expect(audit.findings.map(({ rating }) => rating)).toEqual(["high", "medium", "low"]);
    expect(audit.risk).toBe("high");
  });

  test("tells a /clear that lies from one that does nothing", () => {
    const carrying = { requests: [request({ assistantMessages: 3 })] };
    const clearOf = (ending: string) =>
      auditVersions(
        probes(),
        probes({ steps: { clear: { ending, requests: [] }, "after-clear": carrying } }),
      ).to.clear;
    expect([clearOf("cleared"), clearOf("Unknown command")]).toEqual(["fake", "no-op"]);
  });

  test("rates a /clear that begins to work as a break in the series, not as a danger", () => {
    const broken = { steps: { "after-clear": { requests: [request({ assistantMessages: 3 })] } } };
    expect(findingsOf({}, broken)).toEqual(["medium clear-works-now"]);
  });

  test("counts hidden requests step by step, and says which went away", () => {
    const { besideRequests } = auditVersions(
      probes({ steps: { start: { requests: [beside()] } } }),
      probes({ steps: { end: { requests: [beside({ path: "/v1/messages/count_tokens" })] } } }),
    );
    expect(besideRequests).toEqual([
      { step: "start", request: "POST /v1/messages", model: "claude-haiku-4-5", from: 1, to: 0 },
      {
        step: "end",
        request: "POST /v1/messages/count_tokens",
        model: "claude-haiku-4-5",
        from: 0,
        to: 1,
      },
    ]);
  });

  test("tells of a step only what the first message did not have already", () => {
    const withTool = {
      requests: [request({ additions: `${request().additions}\n\nUse TodoWrite.` })],
    };
    const { changes } = auditVersions(probes(), probes({ steps: { tools: withTool } }));
    expect(changes?.additions).toMatchObject([
      { what: "additions while tools are used", diff: "@@ -0,0 +1,1 @@\n+Use TodoWrite." },
    ]);
  });

  test("says what suppression does in each version", () => {
    const { from } = auditVersions(probes(), probes());
    expect(from.suppression).toMatchObject({
      betasRemoved: ["context-management-2025-06-27"],
      betasKept: ["interleaved-thinking-2025-05-14"],
    });
  });
});

describe("an audit of a range", () => {
  test("compares each version with the last one that could be probed", () => {
    const range = auditRange(
      [
        { kind: "probed", probes: probes() },
        { kind: "failed", version: "2.1.250", why: "not in the registry" },
        { kind: "probed", probes: probes({ version: "2.1.300", every: { system: "Other." } }) },
        { kind: "probed", probes: probes({ version: "2.1.328", every: { system: "Other." } }) },
      ],
      ["2.1.299"],
    );
    const risks = range.rows.map((row) =>
      row.kind === "probed" ? (row.since?.risk ?? null) : row.why,
    );
    expect(risks).toEqual([null, "not in the registry", "medium", "none"]);
    expect(range).toMatchObject({ risk: "medium", leftOut: ["2.1.299"] });
  });

  test("needs one version that could be probed", () => {
    expect(() => auditRange([{ kind: "failed", version: "1", why: "" }], [])).toThrow(RangeError);
  });
});

test("a probe that was only asked for text says nothing about /clear", () => {
  const { steps } = probe();
  const whole = { ...probe(), steps: steps.filter(({ id }) => id === "text") };
  expect(auditVersions({ ...probes(), whole }, { ...probes(), whole }).to.clear).toBe("unknown");
});
