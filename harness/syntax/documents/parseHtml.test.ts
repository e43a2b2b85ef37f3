import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseHtml } from "./documents.ts";

const deep = 100_000;
const page = `<!doctype html>
<html lang="en"><head><title>Shop</title><style>/* c */ a { color: "red" }</style></head>
<body><!-- list -->
<ul class="wide list" id="items"><li>First   item<li><a href="/a?b=1" title='T'>two</a></ul>
<pre> a  b </pre><br><input disabled value=x>
<script>let a = "//x"; // note
</script></body></html>`;

describe("HTML of the same structure", () => {
  test.each([
    ["comments", "<!-- list -->", ""],
    ["white space in text", "First   item", "\n  First item\n"],
    ["order of attributes", 'class="wide list" id="items"', 'id="items" class="wide list"'],
    ["order of classes", "wide list", "list  wide list"],
    ["quotes of attributes", "title='T'", 'title="T"'],
    ["case of tags", "<ul", "<UL"],
    ["end tags that may be left out", "item<li>", "item</li>\n<li>"],
    ["slashes of void elements", "<br>", "<br />"],
    ["empty attributes", "disabled", 'disabled=""'],
    ["comments in scripts", "// note", "/* other */"],
    ["spaces in styles", 'a { color: "red" }', "a{color:'red'}"],
    ["character references", "Shop", "&#83;hop"],
  ])("differs in %s", (_what, from, to) => {
    expect(page).toContain(from);
    expect(parseHtml(page)).not.toBeNull();
    expect(parseHtml(page.replace(from, to))).toEqual(parseHtml(page));
  });
});

test.each([
  ["text", "Shop", "Shops"],
  ["tag", /pre>/g, "div>"],
  ["attribute", "id=", "name="],
  ["address", "b=1", "b=2"],
  ["class", "wide", "tall"],
  ["white space that counts", " a  b ", " a b "],
  ["missing element", "<br>", ""],
  ["script", "let a", "let b"],
  ["style", "red", "blue"],
  ["nesting", "<li><a", "<a"],
])("HTML with another %s has another structure", (_what, from, to) => {
  expect(parseHtml(page.replace(from, to))).not.toBeNull();
  expect(parseHtml(page.replace(from, to))).not.toEqual(parseHtml(page));
});

test("law: attributes in any order give the same tree", () => {
  const names = fc.uniqueArray(fc.constantFrom("id", "class", "href", "title", "data-x", "alt"));
  fc.assert(
    fc.property(names, fc.stringMatching(/^[a-z ]*$/), (order, value) => {
      const tag = (of: readonly string[]): string =>
        `<p ${of.map((name) => `${name}="${value}"`).join(" ")}>x</p>`;
      expect(parseHtml(tag(order.toReversed()))).toEqual(parseHtml(tag(order)));
    }),
  );
});

test("parts of pages, tables without their table, templates and drawings are read", () => {
  expect(parseHtml("<tr><td>1</td></tr>")?.children[0]?.label).toBe("tr");
  expect(parseHtml("<template><p>a</p></template>")).not.toEqual(
    parseHtml("<template><p>b</p></template>"),
  );
  expect(parseHtml('<svg><path d="M0"/></svg>')).not.toBeNull();
});

test.each([
  "only text",
  "<div",
  "<div>",
  "<div><span></div>",
  "<!-- open",
  "<p>a Array<string> b</p>",
  "<script>let a",
  "\0",
  '<a href="open',
  "<div>".repeat(deep),
  `<p>${"<b id=x>".repeat(400)}</p>`,
])("HTML that is cut off or none has no tree: %.20j", (source) => {
  expect(parseHtml(source)).toBeNull();
});

test(
  "formatting that a browser would repeat in every paragraph does not multiply",
  { timeout: 2_500 },
  () => {
    const formatting = Array.from({ length: 400 }, (_, index) => `<b id=${index}>`).join("");
    expect(parseHtml(`<p>${formatting}</p>${"<p>x</p>".repeat(20_000)}`)).toBeNull();
  },
);

test("an empty page has a tree of one node", () => {
  expect(parseHtml(" \n")).toEqual({ label: "html", children: [] });
});
