import { expect, test } from "vitest";
import { UserError } from "../base/base.ts";
import { assumedFrom, readPlanFlags } from "./planFlags.ts";

const read = (flags: Record<string, string>) => readPlanFlags({ out: "reports", ...flags });

test.each([
  [{ detect: "0" }, '--detect is "0"; it must be a number from 0.0001 to 0.99.'],
  [{ detect: "1" }, '--detect is "1"; it must be a number from 0.0001 to 0.99.'],
  [{ detect: "2" }, '--detect is "2"; it must be'],
  [{ detect: "abc" }, '--detect is "abc"; it must be'],
  [{ detect: "" }, '--detect is ""; it must be'],
  [{ compare: "0.1" }, '--compare is "0.1"; it must be two shares with a colon'],
  [{ compare: "0.1:0.2:0.3" }, '--compare is "0.1:0.2:0.3"; it must be two shares'],
  [{ compare: "0.1:0.1" }, '--compare is "0.1:0.1"; nothing tells equal shares apart.'],
  [{ compare: "0.1:1.1" }, '--compare is "1.1"; it must be a number from 0 to 1.'],
  [{ showNoEffect: "-0.1" }, '--show-no-effect is "-0.1"; it must be a number from 0.001 to 0.5.'],
  [{ showNoEffect: "0.9" }, '--show-no-effect is "0.9"; it must be'],
  [{ power: "1.5" }, '--power is "1.5"; it must be a number from 0.5 to 0.9999.'],
  [{ alpha: "0" }, '--alpha is "0"; it must be'],
  [{ budget: "0" }, '--budget is "0"; it must be a number from 0.01'],
  [{ budget: "Infinity" }, '--budget is "Infinity"; it must be'],
  [{ pi: "1" }, '--pi is "1"; it must be'],
])("%o is refused by what, where and what to do", (flags, message) => {
  expect(() => read(flags)).toThrow(UserError);
  try {
    read(flags);
  } catch (error) {
    expect(error).toMatchObject({ message: expect.stringContaining(message) });
    expect(error).toMatchObject({ advice: expect.stringMatching(/write.* --/i) });
  }
});

test("rates that contradict each other are refused", () => {
  expect(() => assumedFrom(read({ q0: "0.9" }).given, null)).toThrow(
    /--q0 is 0.9 and --q1 is 0.8; healthy sessions must diverge less often/,
  );
});

test("power also is the chance to see a slice; without it the design's values hold", () => {
  expect(assumedFrom(read({ power: "0.9" }).given, null)).toMatchObject({
    power: 0.9,
    confidence: 0.9,
  });
  expect(assumedFrom(read({}).given, null)).toMatchObject({ power: 0.8, confidence: 0.95 });
});

test("flags win over what was measured, and what was measured over the working values", () => {
  const measured = {
    run: "7f3a",
    sessions: 30,
    replays: 240,
    diverged: 60,
    correlation: 0.4,
    kinds: "two",
    world: { degradedShare: 0.3, healthyRate: 0.1, degradedRate: 0.7 },
  } as const;
  const plain = assumedFrom(read({}).given, measured);
  expect(plain).toMatchObject({ world: measured.world, correlation: 0.4 });
  expect(plain.source).toBe(
    "run 7f3a, whose baseline diverged in 60 of 240 replays in 30 sessions",
  );
  const changed = assumedFrom(read({ pi: "0.05" }).given, measured);
  expect(changed.world).toEqual({ ...measured.world, degradedShare: 0.05 });
  expect(changed.correlation).toBeNull();
  expect(changed.source).toContain("changed by flags");
  expect(assumedFrom(read({}).given, { ...measured, world: null }).world.degradedShare).toBe(0.1);
});
