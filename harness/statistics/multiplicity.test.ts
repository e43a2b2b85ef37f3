import fc from "fast-check";
import { expect, test } from "vitest";
import { benjaminiHochberg, bonferroni, hochberg, holm } from "./multiplicity.ts";

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });

test("law: no adjustment lowers a p or raises it above 1, and Bonferroni >= Holm >= Hochberg >= Benjamini-Hochberg", () => {
  fc.assert(
    fc.property(pValues, (given) => {
      const adjusted = [
        given,
        benjaminiHochberg(given),
        hochberg(given),
        holm(given),
        bonferroni(given),
      ];
      for (let i = 0; i < given.length; i++) {
        const ascending = adjusted.map((values) => values[i] ?? -1);
        expect(ascending.every((p, j) => p >= (ascending[j - 1] ?? 0) - 1e-12)).toBe(true);
        expect(ascending.at(-1)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("law: the order of the tests does not matter", () => {
  fc.assert(
    fc.property(pValues, (given) => {
      for (const adjust of [holm, hochberg, benjaminiHochberg, bonferroni])
        expect(adjust(given.toReversed())).toEqual(adjust(given).toReversed());
    }),
  );
});
