import { join, resolve } from "node:path";
import { z } from "zod";

/** Flags of `run` as commander hands them over; kept in the run's record so that `--resume` runs the same thing. */
export const runFlags = z.object({
  agent: z.enum(["sdk", "claude-code"]).optional(),
  cli: z.string().optional(),
  model: z.string().optional(),
  vendor: z.string().optional(),
  baseUrl: z.string().optional(),
  strategies: z.array(z.string()).optional(),
  lanes: z.number().optional(),
  perPrompt: z.number().optional(),
  waves: z.number().optional(),
  seed: z.number().optional(),
  challenge: z.boolean().default(true),
  stopWhenClear: z.boolean().default(false),
  tagUpstream: z.boolean().default(false),
  observe: z.enum(["on", "off"]).default("on"),
  concurrency: z.number().optional(),
  out: z.string(),
  store: z.string().optional(),
  resume: z.string().optional(),
  dryRun: z.boolean().default(false),
  json: z.boolean().default(false),
});
export type RunFlags = z.infer<typeof runFlags>;

/** What a run record keeps so that the run can be resumed: the suite's file and the flags that change what is run. */
export const resumePoint = z.object({
  suiteFile: z.string(),
  flags: runFlags.pick({
    agent: true,
    cli: true,
    model: true,
    vendor: true,
    baseUrl: true,
    strategies: true,
    lanes: true,
    perPrompt: true,
    waves: true,
    seed: true,
    challenge: true,
    stopWhenClear: true,
    tagUpstream: true,
    observe: true,
  }),
});
export type ResumePoint = z.infer<typeof resumePoint>;

/** The SQLite file of all runs: `--store`, else `sametwice.sqlite` in the report folder. */
export function storeFileOf(flags: {
  readonly out: string;
  readonly store?: string | undefined;
}): string {
  return resolve(flags.store ?? join(flags.out, "sametwice.sqlite"));
}
