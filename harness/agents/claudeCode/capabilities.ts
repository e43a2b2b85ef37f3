import type { Capabilities } from "../types.ts";
import { compareVersions, isBetween, parseVersion, type Version } from "./version.ts";

/**
 * What `/clear` does over stream-json, measured on 2026-11-20 against a scripted server. The versions measured are 1.0.128, 2.0.14, 2.0.76, 2.1.50, 2.1.104, 2.1.112 (nothing),
 * 2.1.126 (a new session id, and the old messages are still sent) and 2.1.142, 2.1.169, 2.1.183, 2.1.200, 2.1.300,
 * 2.1.328 (a new conversation). Between two that agree their answer is assumed; between two that do not, and outside, it is unknown.
 */
const clearByVersion: readonly {
  readonly from: Version;
  readonly to: Version;
  readonly clear: Capabilities["clear"];
}[] = [
  { from: [1, 0, 128], to: [2, 1, 112], clear: "no-op" },
  { from: [2, 1, 126], to: [2, 1, 126], clear: "fake" },
  { from: [2, 1, 142], to: [2, 1, 328], clear: "real" },
];

/** Measured: without effect in 2.0.76 and older, with effect in 2.1.104. Nobody looked in between, so nothing is promised there. */
const firstWithBetaSuppression: Version = [2, 1, 104];

/** What may be asked of a version. */
export function capabilitiesOf(version: string): Capabilities {
  const parsed = parseVersion(version);
  const known = clearByVersion.find(({ from, to }) => isBetween(parsed, from, to));
  return {
    clear: known?.clear ?? "unknown",
    betaSuppression: compareVersions(parsed, firstWithBetaSuppression) >= 0,
  };
}
