import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  canonicalJson,
  counted,
  describeUserError,
  formatDuration,
  formatUsd,
  hashToUnit,
  mulberry32,
  parseDuration,
  priceOf,
  seededRandom,
  shuffled,
  UserError,
} from "./base.ts";

describe("random", () => {
  test("law: hashToUnit lies in [0, 1) and depends on nothing but its parts", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1 }), (parts) => {
        const value = hashToUnit(...parts);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(1);
        expect(hashToUnit(...parts)).toBe(value);
      }),
    );
  });

  test("hashToUnit is spread evenly: a tenth of a thousand keys falls below 0.1", () => {
    const below = Array.from({ length: 1000 }, (_, key) => hashToUnit("slice", key)).filter(
      (value) => value < 0.1,
    ).length;
    expect(below).toBeGreaterThan(70);
    expect(below).toBeLessThan(130);
  });

  test("parts are not glued together: ('ab','c') and ('a','bc') differ", () => {
    expect(hashToUnit("ab", "c")).not.toBe(hashToUnit("a", "bc"));
  });

  test("mulberry32 of 42 gives its published first numbers", () => {
    const random = mulberry32(42);
    expect([random(), random()]).toEqual([0.6011037519201636, 0.44829055899754167]);
  });

  test("law: shuffling keeps every item and leaves the input alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const after = shuffled(items, seededRandom(seed));
        expect(items).toEqual(before);
        expect([...after].sort()).toEqual([...before].sort());
      }),
    );
  });

  test("a shuffle reaches all six orders of three items equally often", () => {
    const random = seededRandom("orders");
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 6000; draw++) {
      const order = shuffled([1, 2, 3], random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});

describe("canonical JSON", () => {
  test("the order of keys does not matter, at any depth", () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe('{"a":null,"b":[{"c":2,"d":1}]}');
  });

  test("undefined values are dropped like in JSON", () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});

describe("units", () => {
  test.each([
    ["45m", 2_700_000],
    ["1.5h", 5_400_000],
    ["90s", 90_000],
    ["250ms", 250],
    ["2d", 172_800_000],
  ])("%s is %d ms", (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each(["45", "m", "", "-1m", "0s", "1 week", "1e3s"])("%j is refused with advice", (text) => {
    expect(() => parseDuration(text)).toThrow(UserError);
  });

  test.each([
    [250, "250 ms"],
    [3_240, "3.2 s"],
    [245_000, "4 min 5 s"],
    [4_320_000, "1 h 12 min"],
    [59_999, "60.0 s"],
  ])("%d ms reads %s", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  test("cents are kept for small sums and dropped for large ones", () => {
    expect([formatUsd(0.0042), formatUsd(1.274), formatUsd(40)]).toEqual([
      "$0.0042",
      "$1.27",
      "$40.00",
    ]);
  });
});

test("an error of the user reads as one line: where, what, what to do", () => {
  const error = new UserError("size.lanes is 0; it must be 1 or more.", {
    advice: "Write, for example, lanes: 30.",
    position: { file: "suites/core.yaml", line: 14, column: 10 },
  });
  expect(describeUserError(error)).toBe(
    "suites/core.yaml:14:10 - size.lanes is 0; it must be 1 or more. Write, for example, lanes: 30.",
  );
});

test("the price of an unknown model is unknown, not zero", () => {
  expect(priceOf("my-local-model")).toBeNull();
  expect(priceOf("claude-sonnet-4-5")).toEqual({
    input: 3,
    output: 15,
    cacheRead: 0.30000000000000004,
    cacheWrite: 3.75,
  });
});

test("one of a thing is said in the singular", () => {
  expect([counted(0, "lane"), counted(1, "lane"), counted(2, "lane")]).toEqual([
    "0 lanes",
    "1 lane",
    "2 lanes",
  ]);
});
