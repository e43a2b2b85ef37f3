import { describe, expect, test } from "vitest";
import { parseYaml } from "./documents.ts";

const deep = 100_000;
const compose = `
# services
services:
  web: &web
    image: "nginx:1"
    ports: [80, 443]
    command: run
  api:
    <<: *web
    env: !Secret token
    text: |
      one
      two
`;

describe("YAML of the same structure", () => {
  test.each([
    ["comments", "# services", "# all of them\n\n# and"],
    ["style of quotes", '"nginx:1"', "'nginx:1'"],
    ["quotes", "command: run", 'command: "run"'],
    ["style of lists", "[80, 443]", "\n      - 80\n      - 443"],
    ["style of long text", "|\n      one\n      two", '"one\\ntwo\\n"'],
    ["names of anchors", /\bweb$|&web|\*web/gm, (name: string) => name.replace("web", "base")],
    ["notation of numbers", "80, 443", "0x50, 4.43e2"],
    ["plain tags", "command: run", "command: !!str run"],
    [
      "order of keys",
      'image: "nginx:1"\n    ports: [80, 443]',
      'ports: [80, 443]\n    image: "nginx:1"',
    ],
    ["marks of a document", "# services", "---"],
  ] as const)("differs in %s", (_what, from, to) => {
    const edited = typeof to === "string" ? compose.replace(from, to) : compose.replace(from, to);
    expect(edited).not.toBe(compose);
    expect(parseYaml(compose)).not.toBeNull();
    expect(parseYaml(edited)).toEqual(parseYaml(compose));
  });
});

test.each([
  ["value", "nginx:1", "nginx:2"],
  ["type", "80, 443", '"80", 443'],
  ["order", "80, 443", "443, 80"],
  ["key", "command:", "entrypoint:"],
  ["tag", "!Secret", "!Public"],
  ["alias", "*web", "web"],
  ["missing entry", "    env: !Secret token\n", ""],
  ["document more", /$/, "---\na: 1\n"],
])("YAML with another %s has another structure", (_what, from, to) => {
  expect(parseYaml(compose.replace(from, to))).not.toBeNull();
  expect(parseYaml(compose.replace(from, to))).not.toEqual(parseYaml(compose));
});

test("YAML tells aliases apart by where their anchors stand, and keeps keys that are lists", () => {
  const source = "a: &x 1\nb: &y 2\nc: *x\n";
  expect(parseYaml(source.replace("*x", "*y"))).not.toEqual(parseYaml(source));
  expect(parseYaml("? [1, 2]\n: 3\n? [0]\n: 4\n")).toEqual(
    parseYaml("? [0]\n: 4\n? - 1\n  - 2\n: 3\n"),
  );
});

test("a billion laughs stay ten lines", () => {
  const lines = [
    "a0: &a0 lol",
    ...Array.from(
      { length: 12 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(10)}]`,
    ),
  ];
  expect(JSON.stringify(parseYaml(lines.join("\n"))).length).toBeLessThan(20_000);
});

test.each([
  "[",
  "a: [1",
  "a: b: c",
  "\tx: 1",
  "a: 'open",
  "\0",
  "- a\nb: 1",
  "%BAD\n@",
  "[".repeat(deep),
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  "- ".repeat(10_000),
  "? ".repeat(10_000),
])("YAML that does not parse has no tree: %.20j", (source) => {
  expect(parseYaml(source)).toBeNull();
});

test("YAML without documents has a tree of one node", () => {
  const empty = { label: "stream", children: [] };
  expect([parseYaml(""), parseYaml("# nothing\n")]).toEqual([empty, empty]);
});
