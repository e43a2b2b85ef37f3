import { expect, test } from "vitest";
import { diagnose, judge } from "./diagnose.ts";
import { syntheticMaterial, type Situation } from "./syntheticMaterial.ts";
import type { Diagnosis, EvidenceId, Measurement, MechanismId } from "./types.ts";
import { evidenceTable } from "./weights.ts";

type Draw = (...of: readonly string[]) => number;

/** One of three degraded forms, drawn anew for every replay. */
const anyForm = ({ lane, startMs }: Situation, draw: Draw) =>
  2 + Math.floor(3 * draw("form", lane, String(startMs)));

/** What each mechanism does to a replay; 0 is the usual way. */
const ways: Readonly<Record<MechanismId, (at: Situation, draw: Draw) => number>> = {
  "traffic-slicing": (at, draw) => (draw(at.session) < 0.15 ? anyForm(at, draw) : 0),
  "idle-bug": (at, draw) => (at.idleMs > 0 && draw(at.session) < 0.6 ? anyForm(at, draw) : 0),
  "system-prompt": (at, draw) => (draw(at.device) < 0.2 ? 2 : 0),
  "mid-session-update": (at, draw) =>
    at.startMs >= 650 * 60_000 && draw(at.session) < 0.6 ? anyForm(at, draw) : 0,
  "beta-gated": (at, draw) => (at.sendsBetas && draw(at.session) < 0.25 ? anyForm(at, draw) : 0),
  "prompt-churn": ({ wave }) => (wave === 1 || wave === 5 ? 2 : 0),
  "noise-only": () => 0,
};

function diagnosisOf(mechanism: MechanismId, size: { lanes?: number; waves?: number } = {}) {
  const pauseMinutes = mechanism === "idle-bug" ? 60 : 0;
  return diagnose(syntheticMaterial(ways[mechanism], { ...size, pauseMinutes }));
}

function findingOf({ evidence }: Diagnosis, id: EvidenceId) {
  return evidence.find((item) => item.id === id)?.finding;
}

const signatures: readonly (readonly [MechanismId, EvidenceId])[] = [
  ["traffic-slicing", "sticks-to-session"],
  ["idle-bug", "after-idling"],
  ["system-prompt", "divergers-agree"],
  ["mid-session-update", "onset-at-one-time"],
  ["beta-gated", "less-without-betas"],
  ["prompt-churn", "way-differs-by-wave"],
];

test.each(signatures)("%s is named, and %s is among the evidence for it", (mechanism, mark) => {
  const diagnosis = diagnosisOf(mechanism);
  expect(diagnosis.verdict).toEqual({ kind: "named", mechanism });
  expect(findingOf(diagnosis, mark)).toBe("yes");
  expect(diagnosis.ranked[0]?.for).toContain(mark);
});

test.each(signatures)("the mark of %s is not found in noise: %s", (_mechanism, mark) => {
  expect(findingOf(diagnosisOf("noise-only"), mark)).not.toBe("yes");
});

test("noise is no mechanism", () => {
  const { verdict, text } = diagnosisOf("noise-only");
  expect(verdict).toEqual({ kind: "none" });
  expect(text).toContain("No mechanism is named");
});

test("a shift of everybody at one age of a session is not taken for an update at one moment", () => {
  const aging = syntheticMaterial((at, draw) =>
    at.startMs - at.wave * 200 * 60_000 >= 48 * 60_000 && draw(at.lane) < 0.5
      ? anyForm(at, draw)
      : 0,
  );
  const diagnosis = diagnose(aging);
  expect(findingOf(diagnosis, "onset-in-session")).toBe("yes");
  expect(findingOf(diagnosis, "onset-at-one-time")).not.toBe("yes");
});

test("few lanes name nothing, and a note says that they cannot", () => {
  const { verdict, notes } = diagnosisOf("traffic-slicing", { lanes: 4, waves: 2 });
  expect(verdict.kind).not.toBe("named");
  expect(notes.join(" ")).toContain("may well stay unseen");
});

test("without any replay the diagnosis is empty, not wrong", () => {
  const { verdict, evidence } = diagnosisOf("noise-only", { lanes: 0 });
  expect(verdict).toEqual({ kind: "none" });
  expect(evidence.every(({ finding }) => finding === "unclear")).toBe(true);
});

const measurement = (id: EvidenceId, p: number, isEnough = true): Measurement => ({
  id,
  measured: "",
  n: 30,
  basis: { kind: "test", p, holds: true, isEnough },
});

test("a p that only looks small among several is unclear, and weighs nothing", () => {
  const judged = judge([
    measurement("sticks-to-session", 0.03),
    measurement("after-idling", 0.5),
    measurement("rate-differs-by-wave", 0.5, false),
  ]);
  expect(judged.map(({ finding }) => finding)).toEqual(["unclear", "no", "unclear"]);
  expect(judged[0]).toMatchObject({ pAdjusted: 0.09, weights: {} });
});

test("every mechanism has evidence that can speak for it, and evidence that can speak against it", () => {
  for (const mechanism of Object.keys(ways)) {
    const weights = Object.values(evidenceTable).flatMap(({ yes, no }) =>
      [...Object.entries(yes), ...Object.entries(no)].flatMap(([id, weight]) =>
        id === mechanism ? [weight] : [],
      ),
    );
    expect(Math.max(...weights), mechanism).toBeGreaterThan(0);
    expect(Math.min(...weights), mechanism).toBeLessThan(0);
  }
});
