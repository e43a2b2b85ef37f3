import { UserError } from "../base/base.ts";
import type { RunRecord } from "../record/record.ts";
import type { Baseline, RunIdentity } from "./schema.ts";

/**
 * Refuses to compare what are different subjects: other suites, a proxied with a direct run, a simulated with a real vendor.
 * @throws UserError that names both
 */
export function refuseIncomparable({ suite, name, run: before }: Baseline, run: RunRecord): void {
  if (run.suiteName !== suite) {
    throw new UserError(
      `Run ${run.id} is of suite ${run.suiteName}, baseline ${name} of suite ${suite}.`,
      { advice: "Name a run of the same suite, or the baseline of the other with --file." },
    );
  }
  if (run.observed !== before.observed) {
    throw new UserError(
      `Run ${run.id} ${observedText(run)}, baseline ${name} (run ${before.id}) ${observedText(before)}: with and without the recorder are different subjects and are not compared.`,
      {
        advice: `Run again ${before.observed === "on" ? "without" : "with"} --observe off, or approve this run under another --name.`,
      },
    );
  }
  if (run.vendor.kind !== before.vendor.kind) {
    throw new UserError(
      `Run ${run.id} was answered by ${vendorText(run)}, baseline ${name} by ${vendorText(before)}: a simulation says nothing about a real service.`,
      { advice: "Keep a baseline for each under its own --name." },
    );
  }
}

/** What is not as it was: `claude-code 2.1.300 → 2.1.328`. Comparing such runs is what a baseline is for, but never silently. */
export function subjectChanges(before: RunIdentity, now: RunIdentity): readonly string[] {
  const change = (what: string, from: string, to: string) =>
    from === to ? [] : [`${what} ${from} → ${to}`];
  const isSameClient = before.agent === now.agent && before.cli === now.cli;
  const isSame = isSameClient && before.model === now.model;
  return [
    ...change("agent", before.agent, now.agent),
    ...change("CLI", before.cli, now.cli),
    ...change("model", before.model, now.model),
    ...change("answered by", vendorText(before), vendorText(now)),
    ...change("credential", credentialOf(before), credentialOf(now)),
    // The hash covers the client and the model too, so it tells something only when these are equal.
    ...(isSame && before.configurationHash !== now.configurationHash
      ? ["suite, workspaces or options were changed"]
      : []),
  ];
}

function observedText({ observed }: Pick<RunIdentity, "observed">): string {
  return observed === "on" ? "was observed" : "was not observed (--observe off)";
}

/** `the SIMULATED vendor april`, or the address of a real one. */
export function vendorText({ vendor }: Pick<RunIdentity, "vendor">): string {
  return vendor.kind === "simulated" ? `the SIMULATED vendor ${vendor.profile}` : vendor.baseUrl;
}

function credentialOf({ vendor }: Pick<RunIdentity, "vendor">): string {
  return vendor.kind === "api" ? vendor.credential : "none";
}
