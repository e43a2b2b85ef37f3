import type { CachedVersion, CacheListing } from "../agents/agents.ts";

/** The cache as a table, with what killed installations left in it. */
export function listingText({ folder, versions, temporary, bytes }: CacheListing): string {
  if (versions.length === 0 && temporary.length === 0) {
    return `No version of Claude Code is in ${folder}.\n`;
  }
  const rows = [
    ["version", "platform", "form", "size", "installed", "state"],
    ...versions.map((one) => [
      one.version,
      one.platform,
      one.form ?? "unknown",
      megabytes(one.bytes),
      dayOf(one.installedAt),
      stateText(one.state),
    ]),
  ];
  const left = temporary.map(({ path, pid, isInUse, bytes: size }) =>
    isInUse
      ? `${path}: ${megabytes(size)}, in use by ${pid === null ? "an installation" : `process ${pid}`}`
      : `${path}: ${megabytes(size)}, left by a killed installation; the next one removes it`,
  );
  const count = `${versions.length} version${versions.length === 1 ? "" : "s"}`;
  const total = `${count}, ${megabytes(bytes)} in ${folder}`;
  return [...aligned(rows), ...left, total].map((line) => `${line}\n`).join("");
}

function stateText(state: CachedVersion["state"]): string {
  switch (state.kind) {
    case "verified":
      return `verified at its last use, ${timeOf(state.at)}`;
    case "unverified":
      return state.changedSince === null
        ? "not verified yet"
        : `touched since it was verified, ${timeOf(state.changedSince)}`;
    case "damaged":
      return `damaged: ${state.why}`;
  }
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function dayOf(isoTime: string | null): string {
  return isoTime === null ? "unknown" : isoTime.slice(0, 10);
}

/** `2026-11-20 10:00 UTC` */
function timeOf(isoTime: string): string {
  return `${isoTime.slice(0, 16).replace("T", " ")} UTC`;
}

/** `255.3 MB` */
export function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
