import { expect, test } from "vitest";
import { realTime, virtualTime } from "./experimentTime.ts";

const minute = 60_000;
const profile = {
  replayMinutes: 12,
  startMinutes: 0.5,
  waveMinutes: 100,
  pause: { every: 2, minutes: 65 },
};

test("virtual time passes by what the profile declares and by nothing else", () => {
  const lane = virtualTime(profile).laneTime(2);
  expect(lane.nowMs()).toBe(200 * minute);
  lane.processStarted();
  lane.replayPlayed();
  expect(lane.nowMs()).toBe(212.5 * minute);
});

test("a pause comes before every second replay of a session, never before its first", () => {
  const lane = virtualTime(profile).laneTime(0);
  expect([0, 1, 2, 3].map((played) => lane.pauseBefore(played) / minute)).toEqual([0, 0, 65, 0]);
});

test("a forked time starts now and leaves the lane's own alone", () => {
  const lane = virtualTime(profile).laneTime(0);
  lane.replayPlayed();
  const beside = lane.fork();
  beside.replayPlayed();
  expect([lane.nowMs(), beside.nowMs()]).toEqual([12 * minute, 24 * minute]);
});

test("real time counts from the start of the run and measures the idle time between replays", () => {
  let now = 1_000;
  const lane = realTime({ now: () => now }, 1_000).laneTime(5);
  now = 4_000;
  expect(lane.nowMs()).toBe(3_000);
  expect(lane.pauseBefore(0)).toBe(0);
  lane.replayPlayed();
  now = 9_000;
  expect(lane.pauseBefore(1)).toBe(5_000);
});
