import type { Attestation, WireSummary } from "../record/record.ts";
import { isExperimentalBeta } from "./betas.ts";

/** What a replay's strategy promised. */
export type Expectation = {
  /** the process whose requests were taken */
  readonly processId: string;
  /** exact version of the client; null when the wire cannot know it */
  readonly cliVersion: string | null;
  readonly betasSuppressed: boolean;
  readonly model: string;
  /** no earlier message of the conversation may reach the vendor */
  readonly emptyContext: boolean;
  /** no earlier replay of the lane may have used this process */
  readonly newProcess: boolean;
  /** no earlier replay of the lane may have shown this device */
  readonly freshDevice: boolean;
};

/** What the check needs to know of a lane's earlier replay. */
export type EarlierReplay = { readonly processId: string; readonly deviceId: string | null };

/** The outcome of one check, in plain words. */
type Finding =
  | { readonly kind: "shown"; readonly evidence: string }
  | { readonly kind: "contradicted"; readonly reason: string }
  | { readonly kind: "not-promised" };

/**
 * Whether the wire proves that the strategy took effect.
 * @param summary of the replay's requests, null when there were none
 * @param earlier the lane's replays before this one
 * @returns every piece of evidence, or every reason against it
 */
export function attest(
  expected: Expectation,
  summary: WireSummary | null,
  earlier: readonly EarlierReplay[],
): Attestation {
  if (summary === null) return { kind: "unobserved", reason: "no request was seen on the wire" };
  if (summary.modelsServed.length === 0) {
    return { kind: "unobserved", reason: "no request got an answer that names its model" };
  }
  const findings = [
    checkVersion(expected, summary),
    checkModel(expected, summary),
    checkBetas(expected, summary),
    checkContext(expected, summary),
    checkProcess(expected, earlier),
    checkDevice(expected, summary, earlier),
  ];
  const reasons = findings.flatMap((f) => (f.kind === "contradicted" ? [f.reason] : []));
  if (reasons.length > 0) return { kind: "unattested", reason: reasons.join("; ") };
  return {
    kind: "attested",
    evidence: findings.flatMap((f) => (f.kind === "shown" ? [f.evidence] : [])),
  };
}

function checkVersion({ cliVersion }: Expectation, { clientVersion }: WireSummary): Finding {
  if (cliVersion === null) return { kind: "not-promised" };
  return clientVersion === cliVersion
    ? shown(`every request came from client version ${cliVersion}`)
    : contradicted(`client version is ${clientVersion ?? "not told"}, not ${cliVersion}`);
}

function checkModel(expected: Expectation, summary: WireSummary): Finding {
  // The client takes the suffix for a larger context off and sends a beta in its place.
  const model = expected.model.replace(/\[1m\]$/, "");
  const asked = summary.modelsAsked.filter((name) => name !== model);
  if (asked.length > 0 || summary.modelsAsked.length === 0) {
    return contradicted(`asked for model ${asked.join(", ") || "unknown"}, not ${model}`);
  }
  const served = summary.modelsServed.filter((name) => !isModelOrSnapshot(name, model));
  return served.length === 0
    ? shown(`every request asked for ${model} and was served ${summary.modelsServed.join(", ")}`)
    : contradicted(`asked for ${model}, served ${served.join(", ")}`);
}

/** Vendors answer an alias with the dated name behind it: `claude-sonnet-4-5` with `claude-sonnet-4-5-20250929`. */
function isModelOrSnapshot(served: string, asked: string): boolean {
  const family = asked.replace(/-(?:0|latest)$/, "");
  return (
    served === asked ||
    (served.startsWith(family) && /^[-@]\d{8}$/.test(served.slice(family.length)))
  );
}

function checkBetas({ betasSuppressed }: Expectation, { betas }: WireSummary): Finding {
  if (!betasSuppressed) return shown(`betas were forwarded: ${betas.join(", ") || "none"}`);
  const leaked = betas.filter(isExperimentalBeta);
  return leaked.length === 0
    ? shown(`no request carried an experimental beta (kept: ${betas.join(", ") || "none"})`)
    : contradicted(`betas were not suppressed: ${leaked.join(", ")}`);
}

function checkContext({ emptyContext }: Expectation, summary: WireSummary): Finding {
  if (!emptyContext) return { kind: "not-promised" };
  const carried = summary.carriedAssistantMessages;
  return carried === 0
    ? shown("the first request carried no earlier message")
    : contradicted(`the first request carried ${carried} earlier assistant message(s)`);
}

function checkProcess(
  { newProcess, processId }: Expectation,
  earlier: readonly EarlierReplay[],
): Finding {
  if (!newProcess) return { kind: "not-promised" };
  return earlier.some((replay) => replay.processId === processId)
    ? contradicted(`process ${processId} already played a replay of this lane`)
    : shown(`the requests came through the address of process ${processId}, used by no other`);
}

function checkDevice(
  { freshDevice }: Expectation,
  { deviceId }: WireSummary,
  earlier: readonly EarlierReplay[],
): Finding {
  if (!freshDevice) return { kind: "not-promised" };
  if (deviceId === null) return contradicted("no request told a device id");
  return earlier.some((replay) => replay.deviceId === deviceId)
    ? contradicted(`device ${short(deviceId)} was seen before in this lane`)
    : shown(`device ${short(deviceId)} was not seen before in this lane`);
}

function shown(evidence: string): Finding {
  return { kind: "shown", evidence };
}

function contradicted(reason: string): Finding {
  return { kind: "contradicted", reason };
}

function short(deviceId: string): string {
  return `${deviceId.slice(0, 12)}…`;
}
