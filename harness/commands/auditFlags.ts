import { z } from "zod";
import { UserError } from "../base/base.ts";

const flagsSchema = z.object({
  from: z.string().optional(),
  to: z.string().optional(),
  range: z.string().optional(),
  agent: z.enum(["sdk", "claude-code"]),
  model: z.string(),
  limit: z.number(),
  out: z.string(),
  format: z.enum(["terminal", "markdown", "json"]),
  json: z.boolean().default(false),
  failOn: z.enum(["high", "medium", "low"]).optional(),
});

/** Flags of `audit`, as they were understood. */
export type AuditFlags = Omit<z.infer<typeof flagsSchema>, "range" | "json" | "from" | "to"> & {
  /** the two versions, or the two ends of the range */
  readonly from: string;
  readonly to: string;
  readonly isRange: boolean;
};

/** @throws UserError when neither two versions nor a range were given, or both */
export function readAuditFlags(raw: unknown): AuditFlags {
  const { from, to, range, json, ...flags } = flagsSchema.parse(raw);
  const common = { ...flags, format: json ? "json" : flags.format } as const;
  if (range !== undefined) {
    if (from !== undefined || to !== undefined)
      throw usage("--range goes without --from and --to.");
    if (flags.limit < 2) throw usage("--limit must be 2 or more: both ends are always looked at.");
    return { ...common, ...readRange(range), isRange: true };
  }
  if (from === undefined || to === undefined) {
    throw usage("Two versions are needed: --from and --to, or a --range.");
  }
  return { ...common, from, to, isRange: false };
}

function readRange(range: string): { readonly from: string; readonly to: string } {
  const [from, to, ...rest] = range.split("..");
  if (!from || !to || rest.length > 0) {
    throw usage(`--range is "${range}"; it must be two versions with two dots between them.`);
  }
  if (from === to)
    throw usage(`--range ${range} holds one version, so there is nothing to compare.`);
  return { from, to };
}

function usage(message: string): UserError {
  return new UserError(message, {
    advice:
      "Write, for example, sametwice audit --from 2.1.200 --to 2.1.328, or sametwice audit --range 2.1.300..2.1.328.",
  });
}
