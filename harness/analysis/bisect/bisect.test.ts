import { describe, expect, test } from "vitest";
import { UserError } from "../../base/base.ts";
import { bisect, type BisectOrder } from "./bisect.ts";
import type { Examined } from "./types.ts";

const versions = ["2.1.126", "2.1.128", "2.1.131", "2.1.138", "2.1.142"];
const expectation = { name: "clear-is-real", goodValue: "holds" };
const change = { name: "tools.Bash as in the good version", goodValue: null };

function seen(value: string | null): Examined {
  return { kind: "seen", value, evidence: `it is ${value}` };
}

const unusable: Examined = { kind: "unknown", why: "not in the registry" };

/** Searches among the versions, each of which gives what is said of it. */
function search(values: readonly (string | null | Examined)[], over: Partial<BisectOrder> = {}) {
  const examined = values.map((value) =>
    typeof value === "object" && value !== null ? value : seen(value),
  );
  const names = over.versions ?? versions;
  return bisect({
    question: expectation,
    versions: names,
    isAscending: true,
    examine: (version) => Promise.resolve(examined[names.indexOf(version)] ?? unusable),
    tell: () => undefined,
    ...over,
  });
}

describe("a bisection", () => {
  test("finds the version that broke something", async () => {
    const { answer, steps } = await search(["holds", "holds", "holds", "fails", "fails"]);
    expect(answer).toEqual({ kind: "break", candidates: ["2.1.138"], before: "2.1.131" });
    expect(steps.map(({ version, standing }) => `${version} ${standing}`)).toEqual([
      "2.1.126 good",
      "2.1.142 bad",
      "2.1.131 good",
      "2.1.138 bad",
    ]);
  });

  test("finds the version that mended something when the good end is the newer one", async () => {
    const { answer } = await search(["holds", "holds", "fails", "fails", "fails"], {
      versions: versions.toReversed(),
      isAscending: false,
    });
    expect(answer).toEqual({ kind: "fix", candidates: ["2.1.138"], before: "2.1.131" });
  });

  test("gives a range where the versions at the border cannot be looked at", async () => {
    const broken = await search(["holds", "holds", unusable, unusable, "fails"]);
    expect(broken.answer).toMatchObject({
      candidates: ["2.1.131", "2.1.138", "2.1.142"],
      before: "2.1.128",
    });
    const mended = await search(["holds", unusable, "fails", "fails", "fails"], {
      versions: versions.toReversed(),
      isAscending: false,
    });
    expect(mended.answer).toEqual({
      kind: "fix",
      candidates: ["2.1.138", "2.1.142"],
      before: "2.1.131",
    });
  });

  test("counts a third value as bad, because it is no longer the good one, and says so", async () => {
    const { answer, steps } = await search(["a", "a", "b", "b", "c"], { question: change });
    expect(answer).toMatchObject({ candidates: ["2.1.131"] });
    expect(steps[2]).toMatchObject({ version: "2.1.131", standing: "other", value: "b" });
  });

  test("can look for where something came into being", async () => {
    const { answer } = await search([null, null, null, null, "a"], { question: change });
    expect(answer).toMatchObject({ candidates: ["2.1.142"], before: "2.1.138" });
  });
});

describe("a bisection is refused", () => {
  test.each([
    ["when the ends are swapped", ["fails", "", "", "", "holds"], "--good 2.1.142 --bad 2.1.126"],
    ["when the good end is not good", ["fails", "", "", "", "fails"], "2.1.126 is said to be good"],
    ["when the bad end is not bad", ["holds", "", "", "", "holds"], "2.1.142 is said to be bad"],
    ["when an end cannot be looked at", [unusable, "", "", "", "fails"], "not in the registry"],
  ] as const)("%s", async (_, values, words) => {
    const error = await search(values).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error instanceof UserError && `${error.message} ${error.advice}`).toContain(words);
  });

  test("when a part is the same in both ends", async () => {
    const same = search(["a", "b", "b", "b", "a"], { question: change });
    await expect(same).rejects.toThrow("There is nothing to find");
  });
});
