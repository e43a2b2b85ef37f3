import type { Estimate } from "../analysis/analysis.ts";
import type { ProfileResult, Share } from "./compareWithTruth.ts";
import type { ProfileGate } from "./profileGates.ts";
import { simulated, table } from "./markdown.ts";

/** Runs through real processes beside the vendor's ground truth, as Markdown. */
export function renderProfilesMarkdown(
  results: readonly ProfileResult[],
  gates: readonly ProfileGate[],
): string {
  const failed = gates.filter(({ passed }) => !passed).length;
  return [
    "## Calibration through real processes",
    `> ${simulated}`,
    failed === 0
      ? `CALIBRATED: all ${gates.length} gates passed.`
      : `NOT CALIBRATED: ${failed} of ${gates.length} gates failed.`,
    table(
      ["vendor", "gate", "seen", ""],
      gates.map(({ profile, name, text, passed }) => [
        profile,
        name,
        text,
        passed ? "passed" : "FAILED",
      ]),
    ),
    ...results.flatMap((result) => [
      `### Vendor ${result.profile}, seed ${result.seed}`,
      [
        `- degraded sessions found: ${shareText(result.sessions.sensitivity)}; healthy sessions left alone: ${shareText(result.sessions.specificity)}`,
        `- degraded replays found: ${shareText(result.replays.sensitivity)}; others left alone: ${shareText(result.replays.specificity)}`,
        `- mechanism: ${result.mechanism}`,
        `- noise band (A/A): ${noiseBandText(result.noiseBand)}`,
      ].join("\n"),
      table(
        ["strategy", "sessions in a slice", "found", "really recovered", "found"],
        result.slices.map(({ strategy, really, found }, index) => {
          const recovery = result.recovery[index];
          return [
            strategy,
            shareText(really),
            estimateText(found),
            recovery === undefined ? "-" : shareText(recovery.really),
            recovery === undefined ? "-" : estimateText(recovery.found),
          ];
        }),
      ),
    ]),
    "",
  ].join("\n\n");
}

function noiseBandText(band: ProfileResult["noiseBand"]): string {
  if (band === null) return "the suite has no copy of its baseline";
  const { value, lower, upper } = band.difference;
  const points = (share: number | null) => (share === null ? "?" : (share * 100).toFixed(1));
  return `${band.b} diverged ${points(value)} points [${points(lower)}, ${points(upper)}] more than ${band.a}, p ${band.p === null ? "?" : band.p.toFixed(3)}`;
}

function shareText({ hits, of, lower, upper }: Share): string {
  return of === 0 ? "none there" : `${hits} of ${of} [${percent(lower)}, ${percent(upper)}] %`;
}

function estimateText({ value, lower, upper }: Estimate): string {
  if (value === null) return "?";
  const interval =
    lower === null || upper === null ? "" : ` [${percent(lower)}, ${percent(upper)}]`;
  return `${percent(value)}${interval} %`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}
