import type { Audit, AuditRange } from "../../analysis/analysis.ts";

/** `audit.json`: an audit, or one of a range, as it is; `schema` first. Ends with a line break. */
export function renderAuditJson(audit: Audit | AuditRange): string {
  const { schema, ...rest } = audit;
  return `${JSON.stringify({ schema, ...rest }, null, 2)}\n`;
}
