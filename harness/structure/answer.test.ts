import { describe, expect, test } from "vitest";
import { answerChannel, fencesOf } from "./answer.ts";

describe("the outline of an answer", () => {
  const cases: readonly (readonly [what: string, markdown: string, outline: readonly string[]])[] =
    [
      ["headings, a paragraph over two lines", "## Done\nI fixed it\nwell.", ["h2", "p"]],
      ["underlined headings", "Done\n====\n\nMore\n---\nText.", ["h1", "h2", "p"]],
      ["items with continued lines", "- one\n  more\nlazy\n- two", ["ul", "ul"]],
      ["an ordered list after another", "- a\n\n1. b", ["ul", "ol"]],
      ["lists in lists", "1. a\n   - b\n     - c\n2. d", ["ol", "ol/ul", "ol/ul/ul", "ol"]],
      ["a list with task boxes", "- [ ] a\n- [x] b", ["ul", "ul"]],
      ["two paragraphs and a heading in an item", "- a\n\n  b\n\n  # c", ["ul", "ul/p", "ul/h1"]],
      ["a quote with a list", "> said\n> so\n>\n> - a", ["quote", "quote/ul"]],
      ["a table by its columns", "| a | b | c |\n|---|:-:|---|\n| 1 | 2 | 3 |", ["table:3"]],
      ["bars that are no table", "a | b", ["p"]],
      ["code with its language", "```TS\n# no heading\n```\nBye.", ["code:ts", "p"]],
      ["code that names a file too", "```ts:src/a.ts\nx\n```", ["code:ts"]],
      ["code in an item", "- a\n  ```py\n  x\n  ```", ["ul", "ul/code:py"]],
      ["indented code", "Text:\n\n    x = 1", ["p", "code"]],
      [
        "a rule and HTML, comments left out",
        "a\n\n---\n\n<div>\nx\n</div>\n\n<!-- c -->",
        ["p", "hr", "html"],
      ],
      ["link definitions, which nobody sees", "See [a].\n\n[a]: https://example.com", ["p"]],
      ["an unclosed code block to the end", "So:\n```\n- a\n- b", ["p", "code"]],
      ["line ends of Windows", "# a\r\n\r\n- b\r\n- c\r\n", ["h1", "ul", "ul"]],
      ["nothing", " \n", []],
    ];

  test.each(cases)("has %s", (_what, markdown, outline) => {
    expect(answerChannel(markdown)).toEqual(outline);
  });

  test("does not care whether blank lines stand between items", () => {
    expect(answerChannel("- a\n\n- b\n\n  - c")).toEqual(answerChannel("- a\n- b\n  - c"));
  });
});

describe("an answer in JSON", () => {
  test("is told by its keys and types, values, order of keys and number of elements dropped", () => {
    const outline = answerChannel('{"b":[1,2,"x"],"a":{"d":null,"c":true}}');
    expect(outline).toEqual(["json:{a:{c:boolean,d:null},b:[number|string]}"]);
    expect(answerChannel('\n{ "a": {"c": false, "d": null}, "b": ["y", 3] }\n')).toEqual(outline);
    expect(answerChannel('{"a":{"c":1,"d":null},"b":["y",3]}')).not.toEqual(outline);
  });

  test("in a code block is told the same way, beside the rest", () => {
    expect(answerChannel('Here:\n```json\n[{"a":1},{"a":2,"b":"x"}]\n```')).toEqual([
      "p",
      "code:json:[{a:number,b:string}|{a:number}]",
    ]);
    expect(answerChannel('```\n{"a b":[]}\n```')).toEqual(['code:json:{"a b":[]}']);
  });

  test("that is broken is code or prose", () => {
    expect(answerChannel("```json\n{a:1}\n```")).toEqual(["code:json"]);
    expect(answerChannel('{"a":1')).toEqual(["p"]);
    expect(answerChannel("42")).toEqual(["p"]);
  });

  test("keyed by ids is a list by another name", () => {
    const keyed = (id: string): readonly string[] => answerChannel(`{"${id}":{"n":1}}`);
    expect(keyed("8f9efe68-a1c0-4014-b02e-0cad0bc8789a")).toEqual(["json:{<id>:{n:number}}"]);
  });

  test("of a long shape is a digest that still tells shapes apart", () => {
    const wide = (last: string): readonly string[] =>
      answerChannel(
        `{${Array.from({ length: 90 }, (_none, key) => `"key${key}":1`).join(",")},${last}}`,
      );
    expect(wide('"z":1')).toEqual([expect.stringMatching(/^json:#[0-9a-f]{12}$/)]);
    expect(wide('"z":2')).toEqual(wide('"z":1'));
    expect(wide('"z":"x"')).not.toEqual(wide('"z":1'));
  });
});

test("the code blocks of a text are those that the outline shows, in lists and quotes too", () => {
  const markdown =
    "```JS\nlet a\n```\n> ~~~py x\n> b\n> ~~~\n\n- c\n  ```\n  d\n  ```\n\n    no fence";
  expect(fencesOf(markdown)).toEqual([
    { language: "js", source: "let a" },
    { language: "py", source: "b" },
    { language: "", source: "d" },
  ]);
});

const megabyte = 1_000_000;
const hostile: readonly (readonly [what: string, text: string])[] = [
  ["brackets", "[".repeat(megabyte)],
  ["closed brackets", "[".repeat(megabyte / 2) + "]".repeat(megabyte / 2)],
  ["braces with keys", '{"a":'.repeat(megabyte / 5)],
  ["quotes in quotes", ">".repeat(megabyte)],
  ["items in items", "- ".repeat(megabyte / 2 - 1) + "a"],
  ["numbers in numbers", "1. ".repeat(megabyte / 3)],
  ["backticks", "`".repeat(megabyte)],
  ["emphasis", "a*".repeat(megabyte / 2)],
  [
    "deeper and deeper items",
    Array.from({ length: 1_000 }, (_none, at) => `${" ".repeat(at)}- a`).join("\n"),
  ],
  ["bars", "a|b\n-|-\n" + "|".repeat(megabyte / 2)],
  ["open comments", "<!--".repeat(megabyte / 4)],
];

test.each(hostile)("a megabyte of %s is read in linear time and off the stack", (_what, text) => {
  const startedAt = performance.now();
  expect(answerChannel(text).length).toBeLessThan(100);
  fencesOf(text);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test("a text of more than a million characters is one paragraph without code", () => {
  const text = "# a\n".repeat(300_000);
  expect(answerChannel(text)).toEqual(["p"]);
  expect(fencesOf("```\nx\n```\n".repeat(150_000))).toEqual([]);
});
