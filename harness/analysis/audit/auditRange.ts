import { auditVersions, worstOf } from "./auditVersions.ts";
import type { AuditRange, RangeRow, VersionProbes } from "./types.ts";
import { aliasDefaults, versionFacts } from "./versionFacts.ts";

/** What was tried for one version of a range. */
export type RangeAttempt =
  | { readonly kind: "probed"; readonly probes: VersionProbes }
  | { readonly kind: "failed"; readonly version: string; readonly why: string };

/**
 * Compares each version of a range with the last one before it that could be probed.
 * @param attempts in ascending order of versions; at least one was probed
 * @param leftOut versions between the ends that were not tried
 */
export function auditRange(
  attempts: readonly RangeAttempt[],
  leftOut: readonly string[],
): AuditRange {
  const rows: RangeRow[] = [];
  let last: VersionProbes | null = null;
  for (const attempt of attempts) {
    if (attempt.kind === "failed") {
      rows.push(attempt);
      continue;
    }
    const { probes } = attempt;
    rows.push({
      kind: "probed",
      facts: versionFacts(probes),
      aliases: probes.aliases.map((probe) => ({ asked: probe.model, to: aliasDefaults(probe) })),
      since: last === null ? null : auditVersions(last, probes),
    });
    last = probes;
  }
  if (last === null) throw new RangeError("Of a range at least one version must have been probed.");
  return {
    schema: "sametwice.audit-range/1",
    agent: last.whole.agent,
    model: last.whole.model,
    rows,
    risk: worstOf(
      rows.flatMap((row) => (row.kind === "probed" ? (row.since?.findings ?? []) : [])),
    ),
    leftOut,
  };
}
