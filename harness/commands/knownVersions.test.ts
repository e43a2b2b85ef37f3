import { describe, expect, test } from "vitest";
import { UserError } from "../base/base.ts";
import { knownVersions, spread, versionsFrom } from "./knownVersions.ts";

const known = ["1.0.0", "1.1.0", "1.2.0", "2.0.0"];

describe("versions from one to another", () => {
  test("are both ends and all between", () => {
    expect(versionsFrom(known, "1.0.0", "1.2.0")).toEqual(["1.0.0", "1.1.0", "1.2.0"]);
  });

  test("come in the direction asked for", () => {
    expect(versionsFrom(known, "1.2.0", "1.0.0")).toEqual(["1.2.0", "1.1.0", "1.0.0"]);
  });

  test("must exist", () => {
    expect(() => versionsFrom(known, "1.0.0", "1.5.0")).toThrow(UserError);
  });
});

describe("a spread", () => {
  test("holds both ends and no more than the limit", () => {
    const items = Array.from({ length: 29 }, (_, index) => index);
    expect(spread(items, 5)).toEqual([0, 7, 14, 21, 28]);
    expect(spread(items, 10)).toHaveLength(10);
    expect(new Set(spread(items, 28))).toHaveProperty("size", 28);
  });

  test("of few items is all of them", () => {
    expect(spread(known, 10)).toEqual(known);
  });
});

test("the sdk agent's versions are known without a registry", async () => {
  expect(await knownVersions("sdk")).toContain("1.1.0");
});
