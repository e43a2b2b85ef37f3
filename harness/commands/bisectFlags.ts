import { z } from "zod";
import { expectations } from "../analysis/analysis.ts";
import { UserError } from "../base/base.ts";

const flagsSchema = z.object({
  good: z.string(),
  bad: z.string(),
  changed: z.string().optional(),
  expect: z.string().optional(),
  suite: z.string().optional(),
  maxDivergence: z.number().optional(),
  maxSessions: z.number(),
  vendor: z.string().optional(),
  agent: z.enum(["sdk", "claude-code"]),
  model: z.string(),
  keep: z.boolean().default(false),
  out: z.string(),
  json: z.boolean().default(false),
});

/** What a version is asked. */
export type Asked =
  | { readonly kind: "changed"; readonly part: string }
  | { readonly kind: "expect"; readonly name: string }
  | { readonly kind: "divergence"; readonly suiteFile: string; readonly most: number };

/** Flags of `bisect`, as they were understood. */
export type BisectFlags = Omit<
  z.infer<typeof flagsSchema>,
  "changed" | "expect" | "suite" | "maxDivergence"
> & { readonly asked: Asked };

/** @throws UserError unless exactly one criterion was given, and the ends are two versions */
export function readBisectFlags(raw: unknown): BisectFlags {
  const { changed, expect, suite, maxDivergence, ...flags } = flagsSchema.parse(raw);
  const given: Asked[] = [];
  if (changed !== undefined) given.push({ kind: "changed", part: changed });
  if (expect !== undefined) given.push({ kind: "expect", name: expect });
  if (suite !== undefined || maxDivergence !== undefined) {
    given.push(divergence(suite, maxDivergence));
  }
  const [asked, ...more] = given;
  if (asked === undefined || more.length > 0) {
    throw new UserError(
      `${given.length === 0 ? "No criterion was" : "More than one criterion was"} given.`,
      {
        advice:
          "Write one of --changed tools.Bash, --expect clear-is-real, or --suite suites/core.yaml --max-divergence 0.1.",
      },
    );
  }
  refuseUnknown(asked);
  if (flags.good === flags.bad) {
    throw new UserError(`--good and --bad are both ${flags.good}; nothing lies between them.`, {
      advice: "Name two versions.",
    });
  }
  return { ...flags, asked };
}

function divergence(suite: string | undefined, most: number | undefined): Asked {
  if (suite !== undefined && most !== undefined && most > 0 && most < 1) {
    return { kind: "divergence", suiteFile: suite, most };
  }
  throw new UserError("A divergence rate needs a suite and a rate between 0 and 1.", {
    advice: "Write, for example, --suite suites/core.yaml --max-divergence 0.1.",
  });
}

function refuseUnknown(asked: Asked): void {
  if (asked.kind !== "expect") return;
  const names = expectations.map(({ name }) => name);
  if (names.includes(asked.name)) return;
  throw new UserError(`--expect is "${asked.name}", which nobody can check.`, {
    advice: `Write one of ${names.join(", ")}.`,
  });
}
