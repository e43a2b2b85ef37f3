import fc from "fast-check";
import { expect, test } from "vitest";
import type { SyntaxNode } from "../structure/structure.ts";
import { createSharing } from "./shareNodes.ts";

const label = fc.constantFrom("a", "b", "1", "1 2", "");
const { tree } = fc.letrec<{ tree: SyntaxNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.record({ label, children: fc.constant([]) }),
    fc.record({ label, children: fc.array(tie("tree"), { maxLength: 4 }) }),
  ),
}));

test("law: sharing changes no tree, and equal trees become one", () => {
  fc.assert(
    fc.property(tree, tree, (a, b) => {
      const share = createSharing();
      const [left, right] = [share(a), share(b)];
      expect(left).toEqual(a);
      expect(right).toEqual(b);
      expect(share(structuredClone(a))).toBe(left);
      expect(left === right).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

test("equal parts of different trees are one object", () => {
  const share = createSharing();
  const part = () => ({ label: "part", children: [{ label: "leaf", children: [] }] });
  const one = share({ label: "one", children: [part(), part()] });
  const other = share({ label: "other", children: [part()] });
  expect(one.children[0]).toBe(one.children[1]);
  expect(other.children[0]).toBe(one.children[0]);
});

test("a label that begins with a number is not taken for one more child", () => {
  const share = createSharing();
  const leaf = (label: string) => ({ label, children: [] });
  const two = share({ label: "x", children: [leaf("a"), leaf("b")] });
  expect(share({ label: "1 x", children: [leaf("a")] })).not.toBe(two);
});
