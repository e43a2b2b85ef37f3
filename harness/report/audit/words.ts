import type { Audit, AuditRange, AuditFinding } from "../../analysis/analysis.ts";
import { counted } from "../../base/base.ts";

/** What every reader must see of how an audit was made. */
export const auditBanner =
  "SIMULATED vendor: no real service was asked, nothing was spent. What is compared is the client, run for real with the same prompts.";

/** The title of an audit. */
export function auditTitle({ agent, from, to, model }: Audit): string {
  return `Upgrade audit · ${agent} ${from.version} → ${to.version} · ${model ?? "the client's default model"}`;
}

/** The title of an audit of a range. */
export function rangeTitle({ agent, rows, model }: AuditRange): string {
  const versions = rows.map((row) => (row.kind === "probed" ? row.facts.version : row.version));
  return `Upgrade audit · ${agent} ${versions[0]} to ${versions.at(-1)} · ${model ?? "the client's default model"}`;
}

/** The one line to be read when only one is. */
export function verdictLine(audit: Pick<Audit, "risk" | "findings">): string {
  if (audit.risk === "none") {
    return "NO RISK FOUND: nothing that matters to reproducibility differs in what was looked at.";
  }
  const counts = (["high", "medium", "low"] as const)
    .map((rating) => ({ rating, count: withRating(audit.findings, rating) }))
    .filter(({ count }) => count > 0)
    .map(({ rating, count }) => `${count} ${rating}`);
  return `${audit.risk.toUpperCase()} RISK for reproducibility: ${counts.join(", ")} (${counted(audit.findings.length, "finding")}).`;
}

function withRating(findings: readonly AuditFinding[], rating: AuditFinding["rating"]): number {
  return findings.filter((finding) => finding.rating === rating).length;
}

/** `Bash, Read`, or `none`. */
export function listText(items: readonly string[]): string {
  return items.length === 0 ? "none" : items.join(", ");
}

/** `240 MB`, `86.4 KB` */
export function bytesText(bytes: number): string {
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e3).toFixed(1)} KB`;
}

/** `312 ms`, or `?` when it is not known. */
export function millisecondsText(milliseconds: number | null): string {
  return milliseconds === null ? "?" : `${Math.round(milliseconds)} ms`;
}

/** `sonnet`, or what stands for naming no model. */
export function aliasName(asked: string | null): string {
  return asked ?? "no --model";
}
