import { describe, expect, test } from "vitest";
import {
  computeScore,
  loggedReplay,
  type LoggedReplay,
  type Reading,
  type Score,
} from "../../analysis/analysis.ts";
import { renderScoreJson, renderScoreMarkdown, renderScoreTerminal } from "../report.ts";

// What stands in users' logs may be meant to steer the terminal of whoever reads the report.
const hostile = "\u001b[2J\u001b]0;owned\u0007 | <script> \u009b31m \u202eevil\r\n# head";

function replay(id: string, version: string): LoggedReplay {
  return {
    id,
    file: `${hostile}.jsonl`,
    keys: {
      prompt: `${hostile} do it`,
      session: id,
      strategy: hostile,
      version,
      date: "2026-03-01T00:00:00Z",
      model: hostile,
    },
    isSubAgent: false,
    isMissing: false,
    structure: {
      ending: "completed",
      tools: id === "s0" ? ["Bash"] : ["Read"],
      targets: [],
      files: [],
      code: [],
      answer: [],
      effort,
    },
    workspace: null,
    answer: "x",
    outcome: true,
    usage: {
      inputTokens: 1,
      outputTokens: 2,
      cacheReadTokens: 3,
      cacheCreationTokens: 0,
      thinkingTokens: 4,
      costUsd: 0.5,
    },
    wallMs: 1500,
    turns: 1,
    firstMessage: null,
  };
}

const effort: LoggedReplay["structure"]["effort"] = loggedReplay(
  "x",
  {
    file: "x",
    transcript: { schema: "sametwice.transcript/1", turns: [], ending: { kind: "completed" } },
    group: { prompt: "p", session: "s", strategy: null, version: null, date: null, model: null },
    thread: { kind: "main" },
    outcome: null,
    workspace: null,
    changes: null,
    firstMessage: null,
  },
  () => null,
).structure.effort;

const list = { count: 3, named: [hostile] };
const read: Reading = {
  files: 2,
  bytes: 3_000_000,
  formats: [{ format: "stream-json", files: 2, transcripts: 24 }],
  transcripts: 24,
  subAgents: 1,
  copies: list,
  problems: list,
  notLogs: list,
  others: [{ kind: hostile, count: 7 }],
  assumptions: [{ text: "The capture holds no prompt.", count: 2 }],
};

const score: Score = computeScore(
  Array.from({ length: 24 }, (_, n) => replay(`s${n}`, n < 12 ? hostile : "2.1.300")),
  { read, by: "version", gate: ["tools"], level: 0.95 },
);
const terminal = (columns: number) => renderScoreTerminal(score, { color: false, columns });

describe("a score", () => {
  test("for a terminal: the answer first, every table, what was not read by name, nothing wider than asked for", () => {
    const text = terminal(120);
    expect(text).toContain("in 1 of 24 replays from 24 sessions: 4.2 % [");
    for (const part of [
      "Consistency by version",
      "Outcomes by version",
      "Effort by version",
      "2.9 MB",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("could not be read: 3");
    for (const columns of [60, 120]) {
      const widths = terminal(columns)
        .split("\n")
        .map(({ length }) => length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    }
  });

  test.each([
    ["terminal", () => terminal(120)],
    ["Markdown", () => renderScoreMarkdown(score)],
    ["JSON", () => renderScoreJson(score)],
  ])("%s holds nothing that could steer a terminal", (_, render) => {
    expect(render()).not.toMatch(/(?!\n)[\p{Cc}\u202a-\u202e]/u);
  });

  test("in Markdown a hostile name is no tag, no heading and no border of a table", () => {
    const text = renderScoreMarkdown(score);
    expect(text).not.toContain("<script>");
    expect(text).not.toMatch(/^# head/m);
    const borders = (line: string) => line.match(/(?<!\\)\|/g)?.length;
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    const [head, hostileRow] = [/^\| version/, /owned/].map((own) =>
      rows.find((row) => own.test(row)),
    );
    expect(borders(hostileRow ?? "")).toBe(borders(head ?? "none"));
  });

  test("as JSON it reads back whole, schema first", () => {
    const again: unknown = JSON.parse(renderScoreJson(score));
    expect(again).toEqual(JSON.parse(JSON.stringify(score)));
    expect(renderScoreJson(score)).toMatch(/^\{\n {2}"schema": "sametwice\.score\/1"/);
  });
});
