import { counted } from "../../base/base.ts";
import { groupBy } from "../estimates.ts";
import type { PlacedReplay, TestedMode } from "./testedMode.ts";
import type { Belonging, Factor } from "./types.ts";

type Words = TestedMode & Pick<Belonging, "answer" | "pAdjusted">;

const plural: Readonly<Record<Factor, string>> = {
  session: "sessions",
  wave: "waves",
  version: "versions",
  strategy: "strategies",
};

/** What a test says, in a sentence. */
export function belongingText(test: Words): string {
  const { mode, factor, n, why } = test;
  switch (test.answer) {
    case "unclear":
      return `Cannot tell whether mode ${mode} belongs to ${plural[factor]} (n = ${n}): ${why}.`;
    case "no-sign":
      return `No sign that mode ${mode} belongs to ${plural[factor]}: ${evidence(test)} (${numbers(test)}).`;
    case "belongs":
      return `Mode ${mode} belongs to ${plural[factor]}: ${evidence(test)} (${numbers(test)}).`;
  }
}

function numbers({ pAdjusted, n, factor }: Words): string {
  const p = pAdjusted ?? 1;
  const unit = factor === "session" ? "session" : "lane";
  return `${p < 0.001 ? "p < 0.001" : `p = ${p.toFixed(3)}`}, ${counted(n, unit)}`;
}

function evidence(test: Words): string {
  return test.factor === "session" ? sessionEvidence(test) : levelEvidence(test);
}

function sessionEvidence({ placed, mode }: Words): string {
  const own = placed.filter((one) => one.mode === mode);
  const holding = sessionsOf(own);
  const hold = holding === 1 ? "holds" : "hold";
  return `${holding} of ${sessionsOf(placed)} sessions ${hold} its ${counted(own.length, "replay")}`;
}

function sessionsOf(placed: readonly PlacedReplay[]): number {
  return new Set(placed.map(({ replay }) => replay.session)).size;
}

/** The level where the mode is most frequent, beside all others. */
function levelEvidence({ placed, mode, factor }: Words): string {
  const known = placed.filter(({ replay }) => replay[factor] !== null);
  const levels = [...groupBy(known, ({ replay }) => replay[factor] ?? "")]
    .map(([level, all]) => ({ level, ...countOf(all, mode) }))
    .sort((a, b) => b.count / b.of - a.count / a.of || (a.level < b.level ? -1 : 1));
  const [top] = levels;
  if (top === undefined) return "nothing is known";
  const all = countOf(known, mode);
  return `${top.count} of ${counted(top.of, "replay")} in ${factor} ${top.level}, ${all.count - top.count} of ${all.of - top.of} elsewhere`;
}

function countOf(placed: readonly PlacedReplay[], mode: string) {
  return { count: placed.filter((one) => one.mode === mode).length, of: placed.length };
}
