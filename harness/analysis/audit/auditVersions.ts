import type { ProbeRecord } from "../../record/record.ts";
import { behaviourFindings } from "./behaviourFindings.ts";
import { clientChanges } from "./clientChanges.ts";
import { modelFindings } from "./modelFindings.ts";
import { programFindings } from "./programFindings.ts";
import { promptFindings } from "./promptFindings.ts";
import type { AliasChange, Audit, AuditFinding, Rating, VersionProbes } from "./types.ts";
import { aliasDefaults, besideChanges, versionFacts } from "./versionFacts.ts";

/** Compares what two versions of a client do with the same prompts. Pure: the same probes give the same audit. */
export function auditVersions(from: VersionProbes, to: VersionProbes): Audit {
  const before = versionFacts(from);
  const after = versionFacts(to);
  const besideRequests = besideChanges(before, after);
  const aliases = aliasChanges(from.aliases, to.aliases);
  const changes = clientChanges(from.whole, to.whole);
  const findings = [
    ...behaviourFindings(before, after, besideRequests),
    ...modelFindings(before, after, aliases),
    ...(changes === null ? [] : promptFindings(changes)),
    ...programFindings(before, after),
  ].toSorted((a, b) => severity(b.rating) - severity(a.rating));
  return {
    schema: "sametwice.audit/1",
    agent: to.whole.agent,
    model: to.whole.model,
    from: before,
    to: after,
    risk: worstOf(findings),
    findings,
    besideRequests,
    aliases,
    changes,
  };
}

/** 3 for high, 2 for medium, 1 for low, 0 for none. */
export function severity(rating: Rating | "none"): number {
  return { high: 3, medium: 2, low: 1, none: 0 }[rating];
}

/** The rating of the worst finding, `none` without any. */
export function worstOf(findings: readonly AuditFinding[]): Rating | "none" {
  return findings
    .map(({ rating }) => rating)
    .reduce<Rating | "none">((a, b) => (severity(b) > severity(a) ? b : a), "none");
}

function aliasChanges(
  from: readonly ProbeRecord[],
  to: readonly ProbeRecord[],
): readonly AliasChange[] {
  return to.map((probe) => {
    const before = from.find(({ model }) => model === probe.model);
    return {
      asked: probe.model,
      from: before === undefined ? null : aliasDefaults(before),
      to: aliasDefaults(probe),
    };
  });
}
