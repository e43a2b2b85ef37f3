import Table from "cli-table3";
import { counted, formatDuration, formatUsd } from "../base/base.ts";
import { percent, type PowerReport, type RecoveryAnswer, type SizeAnswer } from "../plan/plan.ts";

/** The answers for people: no line is wider than 120 characters. */
export function renderPower(report: PowerReport): string {
  return [
    ...headLines(report),
    ...ownSize(report),
    // Without a question the last table has the gist of these.
    ...(report.shows === null ? answerTables(report) : []),
    ...budgetLines(report),
    ...needTable(report),
    ...(report.shows === null ? [] : laneTable(report)),
    ...optimalLines(report),
    ...report.notes.map((note) => wrapped(`Note: ${note}`)),
    "Nothing was run.",
  ].join("\n");
}

function answerTables(report: PowerReport): readonly string[] {
  return [...sliceTables(report), ...comparisonTable(report), ...noEffectTable(report)];
}

function headLines({ suite, assumed, implied, costs }: PowerReport): readonly string[] {
  const { world, alpha, power, confidence, replays, source } = assumed;
  return [
    `${suite.name}: ${counted(suite.lanes, "lane")} per strategy, ${counted(replays, "replay")} per lane, ${counted(suite.waves, "wave")}`,
    wrapped(
      `Assumed: ${percent(world.degradedShare)} of sessions degraded; healthy ones diverge in ${percent(world.healthyRate)} of replays, degraded ones in ${percent(world.degradedRate)} (${source}). That is a rate of ${percent(implied.rate)}, ICC ${implied.correlation.toFixed(2)}, design effect ${implied.designEffect.toFixed(1)}. Alpha ${alpha}, power ${percent(power)}, chance to see ${percent(confidence)}.`,
    ),
    wrapped(`Costs ${costs.source}.`),
  ];
}

function ownSize({ shows, recovery }: PowerReport): readonly string[] {
  if (shows === null || recovery === null) return [];
  return [
    "",
    "What this size can show",
    ...[...sizeLines(shows), ...recoveryLines(recovery)].map((line) => wrapped(`- ${line}`)),
  ];
}

/** Smallest slice, smallest difference and smallest margin of a size, a sentence each. */
export function sizeLines(shows: SizeAnswer): readonly string[] {
  const { sessions, smallestSlice, rateDifference, margin } = shows;
  return [
    `Smallest slice seen: ${percentOr(smallestSlice)} of sessions (one degraded among ${sessions}).`,
    `Smallest difference of two strategies told apart: ${pointsOr(rateDifference)} of the divergence rate; the assumed slice is told ${toldFrom(shows)}.`,
    `Smallest effect that can be ruled out: ${pointsOr(margin)} (equivalence, independent strategies).`,
  ];
}

function toldFrom({ shareBelow, shareAbove }: SizeAnswer): string {
  if (shareBelow === null && shareAbove === null) return "from no other, not even from none";
  if (shareBelow === null) return `from one of ${percentOr(shareAbove)} or more, but not from none`;
  if (shareAbove === null)
    return `from one of ${percent(shareBelow)} or less, but from none larger`;
  return `from one of ${percent(shareBelow)} or less, or of ${percent(shareAbove)} or more`;
}

/** Whether recovery gets its verdict, and what that takes. */
export function recoveryLines(recovery: RecoveryAnswer): readonly string[] {
  if (recovery.kind === "impossible") return [`Verdict on recovery: impossible; ${recovery.why}.`];
  const { degraded, margin, wanted, lanes, mostScreened, chance, expected } = recovery;
  const { confirmed, screened, replays, usd } = expected;
  const can = chance >= 0.8 ? "likely" : chance >= 0.2 ? "doubtful" : "not to be expected";
  const short =
    wanted < degraded ? `; the suite looks for ${wanted} only (challenge.sessions)` : "";
  return [
    `Verdict on recovery within ${pointsOr(margin)} (${degraded} degraded sessions): ${can}, chance ${percent(chance)}, with ${counted(lanes, "lane")} after the first wave and a screen of ${mostScreened} sessions at most${short}.`,
    `Screen and challenges are expected to find ${rounded(confirmed)} degraded sessions among ${rounded(lanes + screened)}, with ${rounded(replays)} replays beside the lanes${usd === null ? "" : ` (${formatUsd(usd)})`}.`,
  ];
}

function sliceTables({ slices }: PowerReport): readonly string[] {
  return slices.flatMap(({ share, chances, needs, screen }) => [
    "",
    `Sessions that hold degraded ones of a slice of ${percent(share)}, by the chance that they do`,
    drawn(
      ["degraded sessions", ...chances.map(percent)],
      needs.map(({ degraded, sessions }) => [`${degraded} or more`, ...sessions.map(String)]),
    ),
    wrapped(
      screen.replays === null
        ? "A screen would find none of them."
        : `A screen that stops each session once it is judged spends about ${Math.round(screen.replaysPerFound ?? 0)} replays per degraded session found, ${screen.replays} for 14.`,
    ),
  ]);
}

function comparisonTable({ comparisons }: PowerReport): readonly string[] {
  if (comparisons.length === 0) return [];
  return [
    "",
    "Sessions per strategy that tell two slices apart",
    drawn(
      ["slices", "a flag per session, normal", "exact (Fisher)", "rates of all replays"],
      comparisons.map(({ a, b, flags, rates }) => [
        `${percent(a)} and ${percent(b)}`,
        String(flags.normal),
        flags.exact === null ? `over ${flags.exactUpTo}` : String(flags.exact),
        rates.sessions === null ? "none would do" : String(rates.sessions),
      ]),
    ),
  ];
}

function noEffectTable({ noEffect, challenges }: PowerReport): readonly string[] {
  if (noEffect.length === 0) return [];
  return [
    "",
    'Sessions that show "no effect" (two one-sided tests; the true effect is 0)',
    drawn(
      ["design", ...noEffect.map(({ margin }) => `less than ${percent(margin)}`)],
      [
        [
          "independent strategies, sessions of each",
          ...noEffect.map(({ independent }) => `${independent}`),
        ],
        [
          "before and after in the same sessions",
          ...noEffect.map(({ crossover }) => `${crossover?.sessions ?? "-"}`),
        ],
        [
          "the same beside a sham, sessions of each",
          ...noEffect.map(({ crossover }) => `${crossover?.besideSham ?? "-"}`),
        ],
      ],
    ),
    ...challenges.map(({ degraded, recoveryAtMost, sessions, screenReplays }) =>
      wrapped(
        `Or by a challenge: 0 of ${degraded} degraded sessions recover, so at most ${percent(recoveryAtMost)} do (one-sided). They are found among ${sessions} sessions${screenReplays === null ? "" : `, by a screen with about ${screenReplays} replays`}.`,
      ),
    ),
  ];
}

function budgetLines({ budget }: PowerReport): readonly string[] {
  if (budget === null) return [];
  const { usd, roundUsd, shows, withRecovery } = budget;
  const title = `What ${formatUsd(usd)} can show`;
  if (roundUsd === null) return ["", title, "Unknown, because the model's price is."];
  if (shows === null) {
    return ["", title, `Nothing: one lane of every strategy costs ${formatUsd(roundUsd)}.`];
  }
  return [
    "",
    `${title}: ${counted(shows.sessions, "session")} of every strategy`,
    ...sizeLines(shows).map((line) => wrapped(`- ${line}`)),
    ...(withRecovery === null
      ? []
      : [
          wrapped(
            withRecovery.sessions === 0
              ? `- Screen and challenges alone would take about ${formatUsd(withRecovery.usd)}: too much to measure recovery beside that (run --no-challenge, or lower challenge.sessions).`
              : `- Screen and challenges take about ${formatUsd(withRecovery.usd)} of it; ${counted(withRecovery.sessions, "session")} of every strategy ${withRecovery.sessions === 1 ? "is" : "are"} left then.`,
          ),
        ]),
  ];
}

function laneTable({ lane }: PowerReport): readonly string[] {
  return [
    "",
    "One lane of each strategy",
    drawn(
      ["strategy", "replays", "processes", "time", "cost"],
      lane.map(({ strategy, replays, processes, minutes, usd }) => [
        strategy,
        String(replays),
        String(processes),
        formatDuration(minutes * 60_000),
        usdOr(usd),
      ]),
    ),
  ];
}

function needTable({ needs, lane }: PowerReport): readonly string[] {
  if (needs.length === 0) return [];
  return [
    "",
    "What answers take, lanes only",
    drawn(
      [
        "to",
        "sessions",
        "replays",
        "cost of a strategy",
        `all ${counted(lane.length, "strategy").replace("strategys", "strategies")}`,
      ],
      needs.map(({ need, sessions, strategies, usd }) => [
        need,
        String(sessions),
        String(strategies[0]?.replays ?? 0),
        rangeOf(strategies.map((strategy) => strategy.usd)),
        usdOr(usd),
      ]),
    ),
  ];
}

function optimalLines({ optimalReplays, assumed }: PowerReport): readonly string[] {
  if (optimalReplays.length === 0) return [];
  const best = optimalReplays.map(({ currency, costRatio, replays }) => {
    const ratio = `a start costs ${Number(costRatio.toPrecision(2))} replays`;
    return replays === null
      ? `any number for ${currency}, because sessions do not differ`
      : `${replays.toFixed(1)} for ${currency} (${ratio})`;
  });
  return [
    "",
    wrapped(
      `Replays per session that give the most precise rate: ${best.join(", ")}; the suite plays ${assumed.replays}. Telling kinds of sessions apart takes 3, classifying each 8.`,
    ),
  ];
}

function rangeOf(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  if (known.length < values.length || known.length === 0) return "unknown";
  const [least, most] = [formatUsd(Math.min(...known)), formatUsd(Math.max(...known))];
  return least === most ? least : `${least} - ${most}`;
}

function usdOr(usd: number | null): string {
  return usd === null ? "unknown" : formatUsd(usd);
}

function pointsOr(difference: number | null): string {
  return difference === null ? "none" : percent(difference).replace("%", "points");
}

function rounded(count: number): string {
  return String(Math.round(count));
}

function percentOr(share: number | null): string {
  return share === null ? "none" : percent(share);
}

function drawn(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [] },
    colAligns: head.map((_, column) => (column === 0 ? "left" : "right")),
    chars: { mid: "", "left-mid": "", "mid-mid": "", "right-mid": "" },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

const width = 120;

/** Later lines are indented below the text of a list's item, or by one. */
function wrapped(text: string): string {
  const indent = text.startsWith("- ") ? "  " : " ";
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join("\n");
}
