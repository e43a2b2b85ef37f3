import { resolve } from "node:path";
import { z } from "zod";
import {
  approveRun,
  baselineText,
  compareWithFrozen,
  type Baseline,
  type BaselineDiff,
} from "../baseline/baseline.ts";
import { counted, systemClock, UserError } from "../base/base.ts";
import type { RunRecords } from "../record/record.ts";
import {
  renderBaselineDiffJson,
  renderBaselineDiffMarkdown,
  renderBaselineDiffTerminal,
  renderBaselineList,
  renderBaselineMarkdown,
  renderBaselineTerminal,
} from "../report/report.ts";
import { openStore } from "../store/store.ts";
import { parsersForRun } from "./parsersFor.ts";
import { baselineFileOf, listBaselines, loadBaseline, saveBaseline } from "./baselineFiles.ts";
import { packageVersion } from "./packageVersion.ts";
import { terminalOptions } from "./publish.ts";
import { storeFileOf } from "./runFlags.ts";

const placeFlags = z.object({
  folder: z.string(),
  name: z.string().default("main"),
  file: z.string().optional(),
});
const runFlags = placeFlags.extend({ out: z.string(), store: z.string().optional() });
const approveFlags = runFlags.extend({
  acceptAmbiguous: z.boolean().default(false),
  replace: z.boolean().default(false),
});
const formatFlags = z.object({
  format: z.enum(["terminal", "markdown", "json"]).optional(),
  json: z.boolean().default(false),
});
const diffFlags = runFlags.extend(formatFlags.shape);
const showFlags = placeFlags.omit({ name: true }).extend(formatFlags.shape);
const listFlags = z.object({ folder: z.string(), json: z.boolean().default(false) });

/**
 * `sametwice baseline approve RUN`: freezes the references of a run in a file for the repository.
 * @throws UserErrors with every reason not to
 */
export async function baselineApproveCommand(which: string, rawFlags: unknown): Promise<number> {
  const flags = approveFlags.parse(rawFlags);
  const records = await recordsOf(which, flags);
  const file = fileOf(flags, records.run.suiteName);
  const previous = await loadBaseline(file);
  refuseOtherSuite(previous, records, file);
  const { acceptAmbiguous, replace, name } = flags;
  const baseline = approveRun(records, {
    parse: await parsersForRun(records),
    name,
    previous,
    approvedAt: new Date(systemClock.now()).toISOString(),
    sametwice: packageVersion(),
    acceptAmbiguous,
    replace,
  });
  const kept = await saveBaseline(file, baseline, previous);
  process.stdout.write(`${approvedLine(baseline, file)}\n`);
  if (kept !== null) process.stdout.write(`The previous version is kept in ${kept}.\n`);
  return 0;
}

/**
 * `sametwice baseline diff RUN`: a run held against what was approved.
 * @returns 0 as approved, 1 when a rate got worse, 3 when none did but something waits for a person's approval
 */
export async function baselineDiffCommand(which: string, rawFlags: unknown): Promise<number> {
  const flags = diffFlags.parse(rawFlags);
  const records = await recordsOf(which, flags);
  const file = fileOf(flags, records.run.suiteName);
  const baseline = await loadBaseline(file);
  if (baseline === null) throw noBaseline(file, `sametwice baseline approve ${records.run.id}`);
  const diff = compareWithFrozen(records, baseline, {
    parse: await parsersForRun(records),
    sametwice: packageVersion(),
  });
  process.stdout.write(renderedDiff(diff, formatOf(flags), whereOf(flags)));
  return { "as-approved": 0, worse: 1, "to-approve": 3 }[diff.outcome];
}

/** `sametwice baseline show [NAME]`: what is approved. NAME is `main` or, where several suites have one, `core/main`. */
export async function baselineShowCommand(
  name: string | undefined,
  rawFlags: unknown,
): Promise<number> {
  const flags = showFlags.parse(rawFlags);
  const baseline =
    flags.file === undefined
      ? await namedBaseline(resolve(flags.folder), name ?? "main")
      : await loadBaseline(resolve(flags.file));
  if (baseline === null) throw noBaseline(flags.file ?? "", "sametwice baseline approve RUN");
  const format = formatOf(flags);
  process.stdout.write(
    format === "json"
      ? baselineText(baseline)
      : format === "markdown"
        ? renderBaselineMarkdown(baseline)
        : renderBaselineTerminal(baseline, terminalOptions()),
  );
  return 0;
}

/** `sametwice baseline list`: all baselines of a folder. @returns 2 when one of them cannot be read */
export async function baselineListCommand(rawFlags: unknown): Promise<number> {
  const { folder, json } = listFlags.parse(rawFlags);
  const listed = await listBaselines(resolve(folder));
  const summaries = listed.map((one) => {
    if (one.kind === "damaged") return one;
    const { suite, name, version, approvedAt, run, prompts } = one.baseline;
    return {
      kind: one.kind,
      file: one.file,
      suite,
      name,
      version,
      approvedAt,
      run,
      prompts: prompts.length,
    };
  });
  process.stdout.write(
    json
      ? `${JSON.stringify(summaries, null, 2)}\n`
      : renderBaselineList(listed, terminalOptions()),
  );
  return listed.some(({ kind }) => kind === "damaged") ? 2 : 0;
}

async function recordsOf(
  which: string,
  flags: { readonly out: string; readonly store?: string | undefined },
): Promise<RunRecords> {
  const store = await openStore(storeFileOf(flags));
  try {
    return await store.loadRun(which);
  } finally {
    await store.close();
  }
}

function fileOf({ folder, name, file }: z.infer<typeof placeFlags>, suite: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name)) {
    throw new UserError(`--name is "${name}"; it must be letters, digits, - and _.`, {
      advice: "Write, for example, --name main.",
    });
  }
  return file === undefined ? baselineFileOf(resolve(folder), suite, name) : resolve(file);
}

function whereOf({ folder, file }: z.infer<typeof placeFlags>): string {
  if (file !== undefined) return `--file ${file}`;
  return folder === "baselines" ? "" : `--folder ${folder}`;
}

async function namedBaseline(folder: string, name: string): Promise<Baseline> {
  const listed = await listBaselines(folder);
  const found = listed.flatMap((one) =>
    one.kind === "read" &&
    [one.baseline.name, `${one.baseline.suite}/${one.baseline.name}`].includes(name)
      ? [one.baseline]
      : [],
  );
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) {
    const names = found.map(({ suite, name: own }) => `${suite}/${own}`).join(", ");
    throw new UserError(`Several suites have a baseline ${name}: ${names}.`, {
      advice: "Name one of them.",
    });
  }
  const damaged = listed.flatMap((one) => (one.kind === "damaged" ? [one.why] : []));
  throw new UserError([`There is no baseline ${name} in ${folder}.`, ...damaged].join(" "), {
    advice: "See what there is with sametwice baseline list.",
  });
}

function noBaseline(file: string, command: string): UserError {
  return new UserError(`There is no baseline ${file}.`, {
    advice: `Approve a run first, for example with ${command}, or name another with --name or --file.`,
  });
}

function refuseOtherSuite(previous: Baseline | null, { run }: RunRecords, file: string): void {
  if (previous === null || previous.suite === run.suiteName) return;
  throw new UserError(
    `${file} is the baseline of suite ${previous.suite}, run ${run.id} is of suite ${run.suiteName}.`,
    { advice: "Name another --file, or a run of that suite." },
  );
}

function approvedLine({ suite, name, version, run, prompts }: Baseline, file: string): string {
  const label = run.vendor.kind === "simulated" ? ` (SIMULATED vendor ${run.vendor.profile})` : "";
  const firm = prompts.flatMap(({ reference }) => reference ?? []);
  const without = prompts.length - firm.length;
  const ambiguous = without === 0 ? "" : `, ${without} ambiguous without one,`;
  const few = firm.filter(({ sessions }) => sessions < 10);
  const doubt =
    few.length === 0 ? "" : ` ${counted(few.length, "reference")} rest on fewer than 10 sessions.`;
  return `Approved run ${run.id}${label} as version ${version} of baseline ${name} of suite ${suite}: ${counted(firm.length, "reference")}${ambiguous} in ${file}.${doubt} Commit it.`;
}

function formatOf({ format, json }: z.infer<typeof formatFlags>) {
  if (json) return "json";
  return format ?? (process.stdout.isTTY ? "terminal" : "markdown");
}

function renderedDiff(
  diff: BaselineDiff,
  format: "terminal" | "markdown" | "json",
  where: string,
): string {
  switch (format) {
    case "json":
      return renderBaselineDiffJson(diff);
    case "markdown":
      return renderBaselineDiffMarkdown(diff, where);
    case "terminal":
      return renderBaselineDiffTerminal(diff, { ...terminalOptions(), where });
  }
}
