import { describe, expect, test } from "vitest";
import { readAuditFlags } from "./auditFlags.ts";
import { readBisectFlags } from "./bisectFlags.ts";

const common = { agent: "sdk", model: "claude-sonnet-4-6", out: "reports" };
const audit = { ...common, limit: 10, format: "terminal" };
const bisect = { ...common, good: "1.0.0", bad: "1.2.0", maxSessions: 150 };

describe("the flags of audit", () => {
  test("name two versions, or a range", () => {
    expect(readAuditFlags({ ...audit, from: "1.0.0", to: "1.2.0" }).isRange).toBe(false);
    expect(readAuditFlags({ ...audit, range: "1.0.0..1.2.0" })).toMatchObject({
      from: "1.0.0",
      to: "1.2.0",
      isRange: true,
    });
  });

  test("allow a version to be compared with itself, as a control", () => {
    expect(readAuditFlags({ ...audit, from: "1.0.0", to: "1.0.0" }).isRange).toBe(false);
  });

  test("give JSON the last word on what is printed", () => {
    const flags = { ...audit, from: "1.0.0", to: "1.2.0", format: "markdown", json: true };
    expect(readAuditFlags(flags).format).toBe("json");
  });

  test.each([
    ["without versions", {}, "Two versions are needed"],
    ["with one", { from: "1.0.0" }, "Two versions are needed"],
    ["with both kinds", { from: "1.0.0", to: "1.1.0", range: "1.0.0..1.1.0" }, "goes without"],
    ["with a range of one version", { range: "1.2.0..1.2.0" }, "holds one version"],
    ["with half a range", { range: "1.2.0.." }, "two versions with two dots"],
    ["with a limit of one", { range: "1.0.0..1.2.0", limit: 1 }, "2 or more"],
  ])("are refused %s", (_, flags, words) => {
    expect(() => readAuditFlags({ ...audit, ...flags })).toThrow(words);
  });
});

describe("the flags of bisect", () => {
  test.each([
    [{ changed: "tools.Bash" }, { kind: "changed", part: "tools.Bash" }],
    [{ expect: "no-egress" }, { kind: "expect", name: "no-egress" }],
    [
      { suite: "a.yaml", maxDivergence: 0.1 },
      { kind: "divergence", suiteFile: "a.yaml", most: 0.1 },
    ],
  ])("ask one thing: %o", (flags, asked) => {
    expect(readBisectFlags({ ...bisect, ...flags }).asked).toEqual(asked);
  });

  test.each([
    ["without a criterion", {}, "No criterion was given"],
    ["with two", { changed: "system", expect: "no-egress" }, "More than one criterion"],
    ["with an expectation nobody knows", { expect: "speed" }, "nobody can check"],
    ["with a rate but no suite", { maxDivergence: 0.1 }, "needs a suite and a rate"],
    ["with a rate that is none", { suite: "a.yaml", maxDivergence: 1.5 }, "between 0 and 1"],
    ["with one version as both ends", { changed: "system", bad: "1.0.0" }, "nothing lies between"],
  ])("are refused %s", (_, flags, words) => {
    expect(() => readBisectFlags({ ...bisect, ...flags })).toThrow(words);
  });
});
