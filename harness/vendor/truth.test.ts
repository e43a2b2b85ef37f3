import { expect, test } from "vitest";
import { drawOutcome, type Client } from "./decide.ts";
import { listProfiles, loadProfile, type VendorProfile } from "./profile.ts";

const contextManagement = "context-management-2025-06-27";
const displayUpdates = "thinking-display-updates-2026-08-18";
const newest: Client = {
  kind: "sdk",
  version: "1.2.0",
  betas: new Set([contextManagement, displayUpdates]),
};

/** What the four strategies of the matrix mean to the vendor: the client it sees, and how long a process lives. */
const strategies: Readonly<
  Record<string, { readonly client: Client; readonly ttlMinutes: number }>
> = {
  reset: { client: newest, ttlMinutes: Number.POSITIVE_INFINITY },
  restart: { client: newest, ttlMinutes: 0 },
  "suppress-betas": {
    client: { ...newest, betas: new Set() },
    ttlMinutes: Number.POSITIVE_INFINITY,
  },
  "pin-ttl": {
    client: { kind: "sdk", version: "1.1.0", betas: new Set([contextManagement]) },
    ttlMinutes: 45,
  },
};

const waves = 6;
const replaysPerLane = 8;
const lanesPerWave = 400;

const profiles = await Promise.all((await listProfiles()).map(loadProfile));
const cases = profiles.flatMap((profile) =>
  Object.entries(profile.truth ?? {}).map(([strategy, truth]) => ({
    profile,
    strategy,
    truth,
    name: profile.name,
  })),
);

test.each(cases)(
  "the truth of $name for $strategy is what its lanes show in the long run",
  ({ profile, strategy, truth }) => {
    const lanes = Array.from({ length: waves * lanesPerWave }, (_, i) =>
      divergedIn(profile, strategy, i),
    );
    const rates = lanes.map((diverged) => diverged / replaysPerLane);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
    expect(Math.abs(mean - truth)).toBeLessThan(4 * Math.sqrt(variance / rates.length));
  },
);

test("april orders the strategies: reset, restart, suppress-betas, pin-ttl, from worst to best", async () => {
  const { truth } = await loadProfile("april");
  const order = Object.entries(truth ?? {}).sort(([, a], [, b]) => b - a);
  expect(order.map(([strategy]) => strategy)).toEqual([
    "reset",
    "restart",
    "suppress-betas",
    "pin-ttl",
  ]);
});

/** Replays of one lane that are degraded or take a far way, in the virtual time of the run. */
function divergedIn(profile: VendorProfile, strategy: string, lane: number): number {
  const how = strategies[strategy];
  if (how === undefined) throw new Error(`no strategy ${strategy}`);
  let minute = (lane % waves) * profile.time.waveMinutes;
  let process = 0;
  let bornAt = minute;
  let diverged = 0;
  for (let position = 0; position < replaysPerLane; position++) {
    if (position === 0 || minute - bornAt >= how.ttlMinutes) {
      process++;
      bornAt = minute;
      minute += profile.time.startMinutes;
    }
    const replay = {
      processId: `${strategy}-${lane}-s${process}`,
      replayId: `${strategy}-${lane}-r${position}`,
      device: `${strategy}-${lane}`,
      account: "account",
      atMinute: minute,
      sessionAgeMinutes: minute - bornAt,
      idleMinutes: 0,
      conversation: position,
    };
    const { kind } = drawOutcome(profile, { seed: 11, replay, client: how.client });
    if (kind === "degraded" || kind === "far") diverged++;
    minute += profile.time.replayMinutes;
  }
  return diverged;
}
