import { counted, UserError } from "../base/base.ts";
import { selectReplays } from "../analysis/analysis.ts";
import { clientOf } from "./clientOf.ts";
import type { MeasuredRun } from "./measureRun.ts";
import { modesText } from "./modesText.ts";
import type { Baseline, FrozenPrompt } from "./schema.ts";

type Permissions = {
  readonly previous: Baseline | null;
  readonly acceptAmbiguous: boolean;
  readonly replace: boolean;
};

/** Fewer sessions cannot agree with each other. */
const fewestSessions = 2;

/** Every reason why a run must not become the baseline, each with what to do about it. */
export function reasonsToRefuse(
  measured: MeasuredRun,
  baseline: Baseline,
  permissions: Permissions,
): readonly UserError[] {
  return [
    ...unfinished(measured),
    ...unattested(measured),
    ...withoutReference(measured, baseline),
    ...(permissions.acceptAmbiguous ? [] : ambiguous(baseline)),
    ...(permissions.replace ? [] : changes(permissions.previous, baseline)),
  ];
}

function unfinished({ records: { run } }: MeasuredRun): readonly UserError[] {
  if (run.finishedAt !== null) return [];
  return [
    new UserError(`Run ${run.id} is not finished.`, {
      advice: `Finish it with sametwice run --resume ${run.id}.`,
    }),
  ];
}

function unattested({ records }: MeasuredRun): readonly UserError[] {
  return records.run.strategies.flatMap(({ id }) => {
    const { usable, unattested: lost } = selectReplays(records, id);
    const played = usable.length + lost;
    if (lost * 2 <= played) return [];
    return [
      new UserError(
        `Strategy ${id} demonstrably did not take effect in ${lost} of ${counted(played, "replay")}, so the run does not show what it does.`,
        {
          advice: `Find out why with sametwice report ${records.run.id} --section attestation and run again.`,
        },
      ),
    ];
  });
}

function withoutReference(
  { records: { run } }: MeasuredRun,
  { prompts }: Baseline,
): readonly UserError[] {
  const missing = run.prompts.filter(({ id }) => !prompts.some((frozen) => frozen.id === id));
  const lonely = prompts.filter(
    ({ reference }) => reference !== null && reference.sessions < fewestSessions,
  );
  return [
    ...missing.map(
      ({ id }) =>
        new UserError(`Prompt ${id} has no usable replay in run ${run.id}.`, {
          advice: `See what is missing with sametwice report ${run.id} and run again.`,
        }),
    ),
    ...lonely.map(
      ({ id, clientConfiguration }) =>
        new UserError(
          `Only one session played ${id} under ${clientConfiguration}; one session is no consensus.`,
          { advice: "Run it with --lanes 10 or more." },
        ),
    ),
  ];
}

function ambiguous({ prompts }: Baseline): readonly UserError[] {
  return prompts
    .filter(({ reference }) => reference === null)
    .map(
      ({ id, clientConfiguration, modes }) =>
        new UserError(
          `Prompt ${id} is ambiguous under ${clientConfiguration}: ${modesText(modes)}.`,
          {
            advice:
              "Make the prompt say which of these is wanted, or approve it without a reference with --accept-ambiguous.",
          },
        ),
    );
}

function changes(previous: Baseline | null, next: Baseline): readonly UserError[] {
  if (previous === null) return [];
  const what = [
    ...(previous.run.observed === next.run.observed
      ? []
      : [`the wire was observed: ${previous.run.observed}, now ${next.run.observed}`]),
    ...(previous.run.vendor.kind === next.run.vendor.kind
      ? []
      : [`the vendor was ${previous.run.vendor.kind}, now ${next.run.vendor.kind}`]),
    ...previous.prompts.flatMap((old) => changeOf(old, previous, next)),
  ];
  if (what.length === 0) return [];
  return [
    new UserError(
      `Baseline ${previous.name} of ${previous.suite} (version ${previous.version}, run ${previous.run.id}) would change: ${what.join("; ")}.`,
      {
        advice: `Read sametwice baseline diff ${next.run.id} first; approve with --replace when the change is wanted. The old version is kept.`,
      },
    ),
  ];
}

/** By hash, even where the difference is within the noise: many small steps would be a silent update as well. */
function changeOf(old: FrozenPrompt, previous: Baseline, next: Baseline): readonly string[] {
  const client = clientOf(old.clientConfiguration, previous.run.cli);
  const name = `${old.id} under ${old.clientConfiguration}`;
  const now = next.prompts.find(
    ({ id, clientConfiguration }) =>
      id === old.id && clientOf(clientConfiguration, next.run.cli) === client,
  );
  if (now === undefined) return [`${name} would have no reference any more`];
  if (now.textHash !== old.textHash) return [`${name} asks something else`];
  if (now.reference?.hash === old.reference?.hash) return [];
  if (now.reference === null) return [`${name} has become ambiguous`];
  return [
    old.reference === null
      ? `${name} was ambiguous and gets a reference`
      : `the reference of ${name} changes`,
  ];
}
