import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, parseFragment } from "parse5";
import type { SyntaxNode } from "../../structure/structure.ts";
import { deepest, leaf, NoTree, readSource, shortened } from "./readSource.ts";
import { scriptTokens } from "./scriptTokens.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;
type Attribute = Element["attrs"][number];

/**
 * A page or a part of one. HTML has no syntax errors, everything is a page to a browser; hence the rule of this project:
 * @returns null when an element that needs an end tag has none, when a tag, comment or CDATA is cut off by the end,
 * when there is text but no element, when elements are nested more than 500 deep, or when misnesting multiplies them
 */
export function parseHtml(source: string): SyntaxNode | null {
  return readSource(source, (text) => {
    const isPage = /<(?:!doctype|html|head|body)[\s/>]/i.test(text);
    const options = {
      treeAdapter: boundedAdapter(text.length),
      sourceCodeLocationInfo: true,
      onParseError: ({ code }: { readonly code: string }) => {
        if (code.startsWith("eof-")) throw new NoTree();
      },
    };
    const { childNodes } = isPage ? parse(text, options) : parseFragment(text, options);
    const children = nodesOf(childNodes);
    if (text.trim() !== "" && children.length > 0 && !childNodes.some(isElement))
      throw new NoTree();
    return { label: "html", children };
  });
}

/**
 * A tree whose depth is bounded while it grows: deep ones cost quadratic time, and unclosed formatting is repeated by the
 * parser in every later paragraph, a page of a megabyte in millions of elements.
 */
function boundedAdapter(length: number): typeof defaultTreeAdapter {
  let depth = 0;
  let opened = 0;
  return {
    ...defaultTreeAdapter,
    onItemPush: () => {
      depth += 1;
      opened += 1;
      // Three characters are the shortest tag; a few elements are implied.
      if (depth > deepest || opened > length / 3 + 10) throw new NoTree();
    },
    onItemPop: () => {
      depth -= 1;
    },
  };
}

function nodesOf(nodes: readonly Node[], isVerbatim = false): SyntaxNode[] {
  return nodes.flatMap((node) => {
    if (isElement(node)) return [elementNode(node, isVerbatim)];
    return "value" in node ? textNodes(node.value, isVerbatim) : [];
  });
}

function isElement(node: Node): node is Element {
  return "tagName" in node;
}

function textNodes(value: string, isVerbatim: boolean): SyntaxNode[] {
  const text = isVerbatim ? value : collapsed(value);
  return text === "" ? [] : [leaf(`text:${shortened(text)}`)];
}

function collapsed(text: string): string {
  return text.replaceAll(/[ \t\r\n\f]+/g, " ").trim();
}

/** The only elements in which white space is content. */
const verbatim = new Set(["pre", "textarea", "listing"]);

function elementNode(element: Element, isVerbatim: boolean): SyntaxNode {
  if (lacksEnd(element)) throw new NoTree();
  const { tagName } = element;
  const attributes = element.attrs.map(attributeNode).sort((a, b) => (a.label < b.label ? -1 : 1));
  return {
    label: tagName,
    children: [...attributes, ...contentOf(element, isVerbatim || verbatim.has(tagName))],
  };
}

function contentOf(element: Element, isVerbatim: boolean): SyntaxNode[] {
  if (element.tagName === "script" || element.tagName === "style") {
    const text = element.childNodes.map((node) => ("value" in node ? node.value : "")).join("");
    return scriptTokens(text, element.tagName).map((token) => leaf(`token:${token}`));
  }
  const { childNodes } = isTemplate(element) ? element.content : element;
  return nodesOf(childNodes, isVerbatim);
}

function isTemplate(element: Element): element is DefaultTreeAdapterTypes.Template {
  return "content" in element;
}

/** Elements whose end tag the standard leaves out, some when their parent ends. */
const optionalEnds = new Set(
  (
    "html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th " +
    "area base br col embed hr img input link meta source track wbr param basefont bgsound frame keygen"
  ).split(" "),
);

function lacksEnd({ tagName, namespaceURI, sourceCodeLocation }: Element): boolean {
  // Elements that the parser put in itself have no location.
  if (!sourceCodeLocation?.startTag || sourceCodeLocation.endTag) return false;
  // In drawings and formulas `<path/>` is whole without an end tag, and parse5 drops the slash.
  if (!namespaceURI.endsWith("xhtml")) return false;
  return !optionalEnds.has(tagName);
}

/** Wording for people counts by its beginning; addresses, identifiers and all others are names and count in full. */
const wordings = new Set(["alt", "title", "content", "placeholder", "aria-label", "summary"]);

function attributeNode({ name, value, prefix }: Attribute): SyntaxNode {
  const label = `@${prefix === undefined || prefix === "" ? name : `${prefix}:${name}`}`;
  const text = collapsed(value);
  if (name === "class") {
    return { label, children: [...new Set(text.split(" "))].sort().map((word) => leaf(word)) };
  }
  return leaf(text === "" ? label : `${label}=${wordings.has(name) ? shortened(text) : text}`);
}
