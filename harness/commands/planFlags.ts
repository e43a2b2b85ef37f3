import { z } from "zod";
import { UserError } from "../base/base.ts";
import {
  workingWorld,
  type Assumed,
  type MeasuredRates,
  type PowerQuestion,
} from "../plan/plan.ts";

/** Numbers come as texts, so that every refusal says which flag it is about and what would do. */
const flagsSchema = z.object({
  detect: z.string().optional(),
  compare: z.string().optional(),
  showNoEffect: z.string().optional(),
  budget: z.string().optional(),
  power: z.string().optional(),
  alpha: z.string().optional(),
  q0: z.string().optional(),
  q1: z.string().optional(),
  pi: z.string().optional(),
  strategies: z.array(z.string()).optional(),
  lanes: z.number().optional(),
  perPrompt: z.number().optional(),
  waves: z.number().optional(),
  fromRun: z.string().optional(),
  out: z.string(),
  store: z.string().optional(),
  json: z.boolean().default(false),
});

/** Flags of `plan`, as they were understood. */
export type PlanFlags = Pick<
  z.infer<typeof flagsSchema>,
  "strategies" | "lanes" | "perPrompt" | "waves" | "fromRun" | "out" | "store" | "json"
> & {
  readonly question: Omit<PowerQuestion, "assumed">;
  readonly given: Given;
};

/** What the flags say about the world and the tests; null where they say nothing. */
export type Given = Readonly<Record<"pi" | "q0" | "q1" | "alpha" | "power", number | null>>;

/** Error rates of the design (STATISTICS 2f); they are printed with every answer. */
const usual = { alpha: 0.05, power: 0.8, confidence: 0.95 };

/** A rarer slice takes more sessions than anybody plays; a chance nearer to 1 is one nobody checks. */
const smallest = 0.0001;

/** @throws UserError for a number outside its range, or numbers that contradict each other */
export function readPlanFlags(raw: unknown): PlanFlags {
  const flags = flagsSchema.parse(raw);
  const margin = numberOf("--show-no-effect", flags.showNoEffect, { from: 0.001, to: 0.5 }, "0.05");
  return {
    ...flags,
    question: {
      detect: numberOf("--detect", flags.detect, { from: smallest, to: 0.99 }, "0.1"),
      compare: twoShares(flags.compare),
      margins: margin === null ? [] : [margin],
      budgetUsd: numberOf("--budget", flags.budget, { from: 0.01, to: 1e9 }, "40"),
    },
    given: givenIn(flags),
  };
}

function givenIn({ pi, q0, q1, alpha, power }: z.infer<typeof flagsSchema>): Given {
  const rate = { from: 0, to: 1 };
  return {
    pi: numberOf("--pi", pi, { from: smallest, to: 0.99 }, "0.1"),
    q0: numberOf("--q0", q0, rate, "0.05"),
    q1: numberOf("--q1", q1, rate, "0.8"),
    alpha: numberOf("--alpha", alpha, { from: smallest, to: 0.49 }, "0.05"),
    power: numberOf("--power", power, { from: 0.5, to: 1 - smallest }, "0.9"),
  };
}

/**
 * What the answers rest on: what the flags say, else what was measured, else the design's working values.
 * @param measured null without a recorded run
 * @throws UserError when healthy sessions would diverge as often as degraded ones
 */
export function assumedFrom(
  { pi, q0, q1, alpha, power }: Given,
  measured: (MeasuredRates & { readonly run: string }) | null,
): Omit<Assumed, "replays"> {
  const found = measured?.world ?? workingWorld;
  const world = {
    degradedShare: pi ?? found.degradedShare,
    healthyRate: q0 ?? found.healthyRate,
    degradedRate: q1 ?? found.degradedRate,
  };
  if (world.healthyRate >= world.degradedRate) {
    throw new UserError(
      `--q0 is ${world.healthyRate} and --q1 is ${world.degradedRate}; healthy sessions must diverge less often than degraded ones.`,
      { advice: "Write, for example, --q0 0.05 --q1 0.8." },
    );
  }
  const isGiven = pi !== null || q0 !== null || q1 !== null;
  return {
    world,
    alpha: alpha ?? usual.alpha,
    power: power ?? usual.power,
    confidence: power ?? usual.confidence,
    source: sourceOf(measured, isGiven),
    // A world that was changed by hand has its own correlation.
    correlation: isGiven ? null : (measured?.correlation ?? null),
  };
}

function sourceOf(
  measured: (MeasuredRates & { readonly run: string }) | null,
  isGiven: boolean,
): string {
  const given = isGiven ? ", changed by flags" : "";
  if (measured === null)
    return `${isGiven ? "working values" : "the design's working values"}${given}`;
  const { run, world, kinds, diverged, replays, sessions } = measured;
  const seen = `run ${run}, whose baseline diverged in ${diverged} of ${replays} replays in ${sessions} sessions`;
  if (world === null) return `working values, because nothing could be told from ${seen}${given}`;
  return `${seen}${sureness[kinds]}${given}`;
}

const sureness: Readonly<Record<MeasuredRates["kinds"], string>> = {
  two: "",
  "perhaps-two": "; whether sessions are of two kinds is not certain",
  one: "; its sessions do not show two kinds, so all count as healthy and the slice is only assumed",
};

function twoShares(text: string | undefined): PowerQuestion["compare"] {
  if (text === undefined) return null;
  const [first, second, ...more] = text.split(":");
  if (first === undefined || second === undefined || more.length > 0) {
    throw new UserError(
      `--compare is "${text}"; it must be two shares with a colon between them.`,
      { advice: "Write, for example, --compare 0.1:0.01." },
    );
  }
  const range = { from: 0, to: 1 };
  const [a, b] = [
    numberOf("--compare", first, range, "0.1:0.01"),
    numberOf("--compare", second, range, "0.1:0.01"),
  ];
  if (a === null || b === null) return null;
  if (Math.abs(a - b) < smallest) {
    throw new UserError(`--compare is "${text}"; nothing tells equal shares apart.`, {
      advice: "To show that two strategies do not differ, write --show-no-effect 0.05.",
    });
  }
  return { a, b };
}

function numberOf(
  flag: string,
  text: string | undefined,
  { from, to }: { readonly from: number; readonly to: number },
  example: string,
): number | null {
  if (text === undefined) return null;
  const number = /^\d*\.?\d+(e-?\d+)?$/i.test(text.trim()) ? Number(text) : NaN;
  if (number >= from && number <= to) return number;
  throw new UserError(`${flag} is "${text}"; it must be a number from ${from} to ${to}.`, {
    advice: `Write, for example, ${flag} ${example}.`,
  });
}
