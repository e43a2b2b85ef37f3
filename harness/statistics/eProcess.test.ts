import { describe, expect, test } from "vitest";
import { z } from "zod";
import file from "../../fixtures/vectors/statistics.json" with { type: "json" };
import { mulberry32 } from "../base/base.ts";
import { eProcess, freshEProcess } from "./eProcess.ts";

const vectors = z
  .array(
    z.object({
      name: z.string(),
      input: z.object({ x: z.array(z.number()), p0: z.number() }),
      expected: z.object({ E: z.array(z.number()) }),
    }),
  )
  .parse(file.filter(({ name }) => name.startsWith("e_process_")));

describe("an e-process", () => {
  test.each(vectors)("vector: $name", ({ name, input, expected }) => {
    const process = eProcess(freshEProcess(input.p0, name.includes("_ge_") ? "below" : "above"));
    const seen = input.x.map((x) => {
      process.update(x);
      return process.e();
    });
    seen.forEach((value, index) => expect(value).toBeCloseTo(expected.E[index] ?? NaN, 9));
  });

  test("begins without evidence, and its p only falls", () => {
    const process = eProcess(freshEProcess(0.1, "above"));
    expect([process.e(), process.p()]).toEqual([1, 1]);
    const ps = [1, 1, 1, 0, 0, 0].map((x) => {
      process.update(x);
      return process.p();
    });
    expect(ps).toEqual(ps.toSorted((a, b) => b - a));
    expect(ps.at(-1)).toBeLessThan(0.02);
  });

  test("under its hypothesis reaches 20 in at most 5 % of streams, however often one looks", () => {
    const random = mulberry32(7);
    const alarms = Array.from({ length: 2_000 }, () => {
      const process = eProcess(freshEProcess(0.1, "above"));
      for (let session = 0; session < 60; session++) process.update(random() < 0.1 ? 1 : 0);
      return process.p() <= 0.05;
    }).filter(Boolean).length;
    expect(alarms / 2_000).toBeLessThanOrEqual(0.05);
    expect(alarms).toBeGreaterThan(0);
  });

  test("refuses what is no share", () => {
    expect(() => eProcess(freshEProcess(0, "above"))).toThrow(RangeError);
    expect(() => eProcess(freshEProcess(0.1, "above")).update(1.5)).toThrow(RangeError);
    expect(() => eProcess(freshEProcess(0.1, "above")).update(NaN)).toThrow(RangeError);
  });
});
