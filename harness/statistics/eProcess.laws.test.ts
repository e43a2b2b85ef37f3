import fc from "fast-check";
import { expect, test } from "vitest";
import { eProcess, freshEProcess } from "./eProcess.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

test("law: two nights with the state carried over as JSON are one long night", () => {
  const values = fc.array(share, { maxLength: 30 });
  const side = fc.constantFrom("above" as const, "below" as const);
  fc.assert(
    fc.property(values, values, side, (first, second, which) => {
      const whole = eProcess(freshEProcess(0.2, which));
      for (const value of [...first, ...second]) whole.update(value);
      const one = eProcess(freshEProcess(0.2, which));
      for (const value of first) one.update(value);
      const other = eProcess(JSON.parse(JSON.stringify(one.state())));
      for (const value of second) other.update(value);
      expect(other.state()).toEqual(whole.state());
    }),
  );
});

test("law: evidence above a border is that of the mirrored values below the mirrored border", () => {
  fc.assert(
    fc.property(fc.array(share, { maxLength: 20 }), (values) => {
      const above = eProcess(freshEProcess(0.25, "above"));
      const below = eProcess(freshEProcess(0.75, "below"));
      for (const value of values) {
        above.update(value);
        below.update(1 - value);
      }
      expect(Math.log(below.e())).toBeCloseTo(Math.log(above.e()), 9);
    }),
  );
});
