import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { parseHtml, parseJson, parseYaml } from "./documents.ts";

const deep = 100_000;
const json = fc.jsonValue({ maxDepth: 4 });

/** The same data with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, part]) => [key, shuffled(part)]));
}

describe("law: JSON of equal data gives equal trees", () => {
  test("whatever the indentation and the order of keys", () => {
    fc.assert(
      fc.property(json, fc.nat(8), (value, indent) => {
        const tree = parseJson(JSON.stringify(value));
        expect(tree).not.toBeNull();
        expect(parseJson(JSON.stringify(shuffled(value), null, indent))).toEqual(tree);
      }),
    );
  });

  test("whatever the comments and trailing commas", () => {
    const data = fc.dictionary(fc.stringMatching(/^[a-z]*$/), fc.nat(), { minKeys: 1 });
    fc.assert(
      fc.property(data, (value) => {
        const entries = Object.entries(value).map(
          ([key, number]) => `"${key}": ${number}, /* " } */`,
        );
        const commented = `\uFEFF{ // with [signs]\n ${entries.join("\n")} } // end`;
        expect(parseJson(commented)).toEqual(parseJson(JSON.stringify(value)));
      }),
    );
  });

  test("and YAML of the same data gives the same tree, in block and flow style", () => {
    fc.assert(
      fc.property(json, fc.boolean(), (value, isFlow) => {
        const text = stringify(value, {
          ...(isFlow && { collectionStyle: "flow" }),
          aliasDuplicateObjects: false,
        });
        expect(parseYaml(text)).toEqual(parseJson(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["notations of numbers", "[1, 1000, 0.5, 0]", "[1.0, 1e3, 5e-1, -0]"],
    ["escapes", String.raw`["A/"]`, String.raw`["\u0041\/"]`],
    [
      "strings after 24 characters",
      '["twenty-four characters, and more"]',
      '["twenty-four characters, and else"]',
    ],
  ])("whatever the %s", (_what, one, other) => {
    expect(parseJson(one)).not.toBeNull();
    expect(parseJson(other)).toEqual(parseJson(one));
  });
});

describe("law: JSON of other data gives another tree", () => {
  const short = fc.oneof(fc.nat(), fc.boolean(), fc.string({ maxLength: 20 }), fc.constant(null));
  test("when a value, a key or the order of an array changes", () => {
    const lists = fc.uniqueArray(short, { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), lists, { minKeys: 1 }), short, (value, fresh) => {
        const tree = parseJson(JSON.stringify(value));
        const [[key, list] = ["", []], ...rest] = Object.entries(value);
        const edits = [
          rest,
          [[`${key}x`, list], ...rest],
          [[key, list.toReversed()], ...rest],
          [[key, fresh], ...rest],
        ];
        for (const edited of edits as (readonly [string, unknown])[][]) {
          expect(parseJson(JSON.stringify(Object.fromEntries(edited)))).not.toEqual(tree);
        }
      }),
    );
  });

  test.each([
    ["1", '"1"'],
    ["null", '"null"'],
    ["[]", "{}"],
    ["[[1], 2]", "[1, [2]]"],
    ['{"a": 1, "b": 2}', '{"a": 2, "b": 1}'],
    ["12345678901234567890", "12345678901234567891"],
    ['{"__proto__": 1}', "{}"],
    ['{"a": 1, "a": 2}', '{"a": 2}'],
    ['{"a": 1, "a": 2}', '{"a": 2, "a": 1}'],
    ["true", "false"],
    ["1e400", "1e500"],
  ])("%s is not %s", (one, other) => {
    expect(parseJson(one)).not.toBeNull();
    expect(parseJson(one)).not.toEqual(parseJson(other));
  });

  test("a key named __proto__ changes nothing outside its tree", () => {
    expect(parseJson('{"__proto__": {"polluted": 1}}')?.children[0]?.label).toBe("key:__proto__");
    expect("polluted" in {}).toBe(false);
  });
});

test.each([
  "",
  "{",
  "[1 2]",
  "{a: 1}",
  "[,]",
  '"\n"',
  '"open',
  "01",
  "1 2",
  "nul",
  "\0",
  "{} /* open",
  "'a'",
  '{"a"}',
  "[".repeat(deep),
  `${"[".repeat(deep)}${"]".repeat(deep)}`,
  '{"a":'.repeat(deep),
  ",".repeat(1e6),
])("JSON that does not parse has no tree: %.20j", (source) => {
  expect(parseJson(source)).toBeNull();
});

test("JSON of a megabyte in one line, with lone surrogates, is read", () => {
  expect(parseJson(`"${"\\n".repeat(500_000)}"`)).not.toBeNull();
  expect(parseJson(`["\ud800", ${"1,".repeat(500_000)}]`)?.children.length).toBe(500_001);
});

test("law: no text whatever makes a parser throw", () => {
  const signs = fc.constantFrom(
    "<",
    ">",
    "{",
    "}",
    "[",
    ":",
    "- ",
    "\n",
    '"',
    "&",
    "*",
    "!",
    "<a",
    "</a>",
    "\ud800",
    "|",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(signs, fc.string({ unit: "binary" }))), (parts) => {
      for (const parse of [parseJson, parseYaml, parseHtml]) parse(parts.join(""));
    }),
  );
});
