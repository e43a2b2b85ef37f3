import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { watchTurn } from "./watch.ts";

const never = 60_000;

test("a turn without any output expires as first-output", async () => {
  const watch = watchTurn({ firstOutputMs: 20, idleMs: never, wallMs: never });
  expect(await watch.expired).toEqual({ waitedFor: "first-output", afterMs: 20 });
  watch.end();
});

test("a turn that falls silent after some output expires as idle", async () => {
  const watch = watchTurn({ firstOutputMs: 20, idleMs: 60, wallMs: never });
  watch.sawOutput();
  expect(await watch.expired).toEqual({ waitedFor: "idle", afterMs: 60 });
  watch.end();
});

test("output keeps a turn from being idle, but not from being too long", async () => {
  const watch = watchTurn({ firstOutputMs: never, idleMs: 400, wallMs: 1_000 });
  const chatter = setInterval(watch.sawOutput, 20);
  expect(await watch.expired).toEqual({ waitedFor: "wall", afterMs: 1_000 });
  clearInterval(chatter);
  watch.end();
});

test("a watch that was ended never expires", async () => {
  const watch = watchTurn({ firstOutputMs: 10, idleMs: 10, wallMs: 10 });
  watch.sawOutput();
  watch.end();
  expect(await Promise.race([watch.expired, delay(50, "nothing")])).toBe("nothing");
});

test("a limit of sixty days does not expire at once", async () => {
  const limitMs = 60 * 86_400_000;
  const watch = watchTurn({ firstOutputMs: limitMs, idleMs: limitMs, wallMs: limitMs });
  expect(await Promise.race([watch.expired, delay(50, "nothing")])).toBe("nothing");
  watch.end();
});
