import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  betaCdf,
  betaQuantile,
  fQuantile,
  fUpperTail,
  normalCdf,
  normalQuantile,
  studentTCdf,
  studentTQuantile,
} from "./distributions.ts";

// Reference values: scipy 1.17.1, e.g. scipy.stats.beta.ppf(.025, 4, 27).
const references: readonly [name: string, computed: number, expected: number][] = [
  ["Beta(4, 27) at .025", betaQuantile(0.025, 4, 27), 0.037553496338363315],
  ["Beta(.5, 30.5) at .975", betaQuantile(0.975, 0.5, 30.5), 0.07967817381725999],
  ["Beta(1500.5, 1600.25) at .05", betaQuantile(0.05, 1500.5, 1600.25), 0.4691613227536223],
  ["Beta(2, 100000) at .975", betaQuantile(0.975, 2, 100_000), 5.5714603214445925e-5],
  ["Beta(.3, 5) at .005", betaQuantile(0.005, 0.3, 5), 3.1995743890640694e-9],
  ["t with 1 degree at .975", studentTQuantile(0.975, 1), 12.706204736174694],
  ["t with 29 degrees at .975", studentTQuantile(0.975, 29), 2.045229642132703],
  ["t with 2.5 degrees at .0005", studentTQuantile(0.0005, 2.5), -18.277893528130647],
  ["t with 1e6 degrees at .8", studentTQuantile(0.8, 1e6), 0.8416215930139844],
  ["F(5, 18) at .975", fQuantile(0.975, 5, 18), 3.381967805875243],
  ["F(29, 210) at .025", fQuantile(0.025, 29, 210), 0.5396366094579299],
  ["normal at .975", normalQuantile(0.975), 1.959963984540054],
  ["normal at 1e-10", normalQuantile(1e-10), -6.361340902404056],
  ["Beta(240, 2.5) below .1", betaCdf(0.1, 240, 2.5), 2.40839807566202e-237],
  ["Beta(100000, 1e6) below .0905", betaCdf(0.0905, 1e5, 1e6), 0.06764057588337627],
  ["t with 11 degrees below -30", studentTCdf(-30, 11), 3.3334656106825253e-12],
  ["t with 1000 degrees below .0001", studentTCdf(0.0001, 1000), 0.5000398842556648],
  ["normal below -10", normalCdf(-10), 7.61985302416047e-24],
  ["normal below 3.7", normalCdf(3.7), 0.9998922002665226],
  ["F(29, 210) above 16.3", fUpperTail(16.3, 29, 210), 2.6265491126571532e-39],
];

describe("the quantile or probability agrees with scipy to 1e-10, relative", () => {
  test.each(references)("%s", (_, computed, expected) => {
    expect(Math.abs(computed / expected - 1)).toBeLessThan(1e-10);
  });
});

const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const shape = fc.double({ min: 0.05, max: 5000, noNaN: true });

test("law: the probability below a Beta quantile is the one asked for", () => {
  fc.assert(
    fc.property(probability, shape, shape, (p, a, b) => {
      const x = betaQuantile(p, a, b);
      // Where the quantile is crowded against 1, neighbouring doubles are further apart than the tolerance.
      fc.pre(x < 0.999);
      expect(Math.abs(betaCdf(x, a, b) - p)).toBeLessThan(1e-9);
    }),
  );
});

test("law: the quantiles of t and of the normal are symmetric about 0", () => {
  fc.assert(
    fc.property(probability, fc.double({ min: 1, max: 5000, noNaN: true }), (p, degrees) => {
      expect(studentTQuantile(p, degrees)).toBeCloseTo(-studentTQuantile(1 - p, degrees), 3);
      expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 6);
      expect(studentTCdf(studentTQuantile(p, degrees), degrees)).toBeCloseTo(p, 9);
    }),
  );
});

test("the ends of the probability scale give the ends of the distribution, never NaN", () => {
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(studentTQuantile(1, 5)).toBe(Infinity);
  expect(betaQuantile(0, 2, 3)).toBe(0);
  expect(betaQuantile(1, 2, 3)).toBe(1);
});

test("a probability outside [0, 1] is refused", () => {
  expect(() => normalQuantile(1.5)).toThrow(RangeError);
  expect(() => betaQuantile(Number.NaN, 1, 1)).toThrow(RangeError);
});
