import { expect, test } from "vitest";
import { mulberry32, type Random } from "../base/base.ts";
import { stickinessTest, type StickyReplay } from "./stickiness.ts";

/** 30 sessions of 4 prompts x 2 in 3 waves; the rate depends on session and wave. */
function simulate(
  random: Random,
  rateOf: (session: number, wave: number) => number,
): StickyReplay[] {
  return Array.from({ length: 30 }, (_, session) => session).flatMap((session) => {
    const wave = session % 3;
    const rate = rateOf(session, wave);
    return Array.from({ length: 8 }, (_unused, replay): StickyReplay => ({
      cell: `w${wave}|p${replay % 4}`,
      unit: `s${session}`,
      diverged: random() < rate ? 1 : 0,
    }));
  });
}

test("a tenth of sessions that diverge four times in five is found", () => {
  const random = mulberry32(7);
  const result = stickinessTest(
    simulate(random, (session) => (session % 10 === 0 ? 0.8 : 0.05)),
    random,
  );
  expect(result).toMatchObject({ method: "Monte Carlo", permutations: 4999 });
  expect(result.p).toBe(1 / 5000);
});

test("drift between waves is not taken for stickiness: at most about 5 % false alarms", () => {
  const random = mulberry32(11);
  const rounds = 200;
  let alarms = 0;
  for (let round = 0; round < rounds; round++) {
    const replays = simulate(random, (_, wave) => 0.05 + 0.3 * wave);
    if ((stickinessTest(replays, random, 199).p ?? 1) <= 0.05) alarms++;
  }
  // 5 % plus three standard errors.
  expect(alarms / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
});

test("the same drift without cells is taken for stickiness, so the check above can fail", () => {
  const random = mulberry32(11);
  const replays = simulate(random, (_, wave) => 0.05 + 0.3 * wave);
  const pooled = replays.map((replay) => ({ ...replay, cell: "all" }));
  expect(stickinessTest(pooled, random, 999).p).toBeLessThan(0.05);
});

test("Monte Carlo comes close to the exact p", () => {
  const outcomes = [
    [1, 1, 1],
    [0, 0, 1],
    [0, 0, 0],
    [0, 0, 0],
  ] as const;
  const replays = outcomes.flatMap((session, index) =>
    session.map((diverged) => ({ cell: "all", unit: `s${index}`, diverged })),
  );
  // 494 draws are one fewer than the 495 arrangements.
  const sampled = stickinessTest(replays, mulberry32(3), 494);
  expect(sampled.method).toBe("Monte Carlo");
  expect(Math.abs((sampled.p ?? 1) - 36 / 495)).toBeLessThan(0.04);
});

test("replays that cannot tell give no p and the reason", () => {
  const random = mulberry32(1);
  const replay = (unit: string, diverged: 0 | 1): StickyReplay => ({ cell: "c", unit, diverged });
  const noteOf = (replays: StickyReplay[]) => stickinessTest(replays, random).note;
  expect(noteOf([])).toBe("fewer than two units");
  expect(noteOf([replay("a", 0), replay("b", 1)])).toBe("every unit has only one replay");
  expect(noteOf([replay("a", 0), replay("a", 0), replay("b", 0)])).toContain("none did");
  expect(stickinessTest([], random).p).toBeNull();
});
