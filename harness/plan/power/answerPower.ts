import type { Suite } from "../../suite/suite.ts";
import { laneCosts, priceNeed, totalUsd } from "./costs.ts";
import { impliedBySlice, optimalReplays } from "../../statistics/statistics.ts";
import { degradedForVerdict, recoveryVerdict } from "./recoveryVerdict.ts";
import { showNoEffect, sizeShows } from "./sizeShows.ts";
import { challengeOf, seeSlice, tellApart } from "./slices.ts";
import type {
  Assumed,
  BudgetAnswer,
  Costs,
  LaneCost,
  OptimalReplays,
  PowerQuestion,
  PowerReport,
  PricedNeed,
  RecoveryAnswer,
} from "./types.ts";

/** Below it no interval over sessions holds its level (STATISTICS 2c). */
const fewestSessions = 20;

/**
 * Sessions, replays and money for a question; without a question what the suite's own size can and cannot show.
 * @param question its `assumed.replays` are those of the suite's lanes
 */
export function answerPower(suite: Suite, question: PowerQuestion, costs: Costs): PowerReport {
  const { assumed, budgetUsd } = question;
  const asked = withUsualQuestions(suite, question);
  const { rate, correlation: implied } = impliedBySlice(assumed.world);
  const correlation = assumed.correlation ?? implied ?? 0;
  const lane = laneCosts(suite, costs);
  const { lanes, waves } = suite.size;
  const recovery = recoveryVerdict(suite, assumed, costs);
  const verdicts = [degradedForVerdict(suite.margins.recovery, assumed.alpha), 29];
  const answers = {
    slices: asked.shares.map((share) => seeSlice(share, assumed)),
    comparisons: asked.comparisons.map((shares) => tellApart(shares, assumed)),
    noEffect: asked.margins.map((margin) => showNoEffect(margin, assumed)),
    challenges:
      asked.margins.length > 0
        ? [...new Set(verdicts)].map((degraded) => challengeOf(degraded, assumed))
        : [],
    budget: budgetUsd === null ? null : affordable(budgetUsd, { lane, recovery, assumed }),
  };
  const told = answers.budget?.shows?.sessions ?? (asked.isOpen ? lanes : null);
  return {
    schema: "sametwice.power/1",
    suite: { name: suite.name, lanes, waves },
    assumed,
    implied: { rate, correlation, designEffect: 1 + (assumed.replays - 1) * correlation },
    costs,
    shows: asked.isOpen ? sizeShows(lanes, assumed) : null,
    recovery: asked.isOpen ? recovery : null,
    ...answers,
    optimalReplays: optimal(costs, correlation),
    lane,
    needs: [
      ...(asked.isOpen ? [priceNeed("the suite's own size", lanes, lane)] : []),
      ...needsOf(asked.isOpen ? withFirstNeeds(answers) : answers, assumed, lane),
    ],
    notes: notesOf(asked, assumed, told),
  };
}

/** The questions as asked; when none was, those that the suite's margins and the assumed slice suggest. */
function withUsualQuestions(
  { margins: { divergence } }: Suite,
  { detect, compare, margins, budgetUsd, assumed }: PowerQuestion,
) {
  const isOpen = detect === null && compare === null && margins.length === 0 && budgetUsd === null;
  const { degradedShare } = assumed.world;
  return {
    isOpen,
    shares: isOpen ? [degradedShare] : detect === null ? [] : [detect],
    comparisons: isOpen
      ? [0.1, 0.5].map((left) => ({ a: degradedShare, b: degradedShare * left }))
      : compare === null
        ? []
        : [compare],
    margins: isOpen ? [divergence, 2 * divergence].filter((margin) => margin < 1) : margins,
  };
}

function affordable(
  usd: number,
  {
    lane,
    recovery,
    assumed,
  }: {
    readonly lane: readonly LaneCost[];
    readonly recovery: RecoveryAnswer;
    readonly assumed: Assumed;
  },
): BudgetAnswer {
  const roundUsd = totalUsd(lane);
  const sessionsFor = (dollars: number) =>
    roundUsd === null || roundUsd === 0 ? 0 : Math.max(0, Math.floor(dollars / roundUsd));
  const sessions = sessionsFor(usd);
  const challengesUsd = recovery.kind === "possible" ? recovery.expected.usd : null;
  return {
    usd,
    roundUsd,
    shows: sessions === 0 ? null : sizeShows(sessions, assumed),
    withRecovery:
      challengesUsd === null
        ? null
        : { usd: challengesUsd, sessions: sessionsFor(usd - challengesUsd) },
  };
}

function optimal(costs: Costs, correlation: number): readonly OptimalReplays[] {
  const currencies = [
    ["dollars", costs.startUsd, costs.replayUsd],
    ["minutes", costs.startMinutes, costs.replayMinutes],
  ] as const;
  return currencies.flatMap(([currency, start, replay]) => {
    if (start === null || replay === null || replay === 0) return [];
    const replays = optimalReplays(start / replay, correlation);
    return [
      {
        currency,
        costRatio: start / replay,
        replays: Number.isFinite(replays) ? replays : null,
      },
    ];
  });
}

type Answers = Pick<PowerReport, "slices" | "comparisons" | "noEffect" | "budget">;

/** Without a question one degraded session is enough to be told: many are found by the screen. */
function withFirstNeeds(answers: Answers): Answers {
  return {
    ...answers,
    slices: answers.slices.map((slice) => ({ ...slice, needs: slice.needs.slice(0, 1) })),
  };
}

function needsOf(
  { slices, comparisons, noEffect, budget }: Answers,
  { confidence }: Assumed,
  lane: readonly LaneCost[],
): readonly PricedNeed[] {
  const needs: [need: string, sessions: number | null][] = [];
  for (const { share, chances, needs: rows } of slices)
    for (const { degraded, sessions } of rows)
      needs.push([
        `see ${degraded} or more of a slice of ${percent(share)}`,
        sessions[chances.indexOf(confidence)] ?? null,
      ]);
  for (const { a, b, flags, rates } of comparisons) {
    const which = `${percent(a)} from ${percent(b)}`;
    needs.push([`tell ${which} by flags`, flags.exact ?? flags.normal]);
    needs.push([`tell ${which} by rates`, rates.sessions]);
  }
  for (const { margin, independent, crossover } of noEffect) {
    needs.push([`no effect over ${percent(margin)}: independent`, independent]);
    needs.push([`no effect over ${percent(margin)}: crossed over`, crossover?.sessions ?? null]);
    needs.push([`no effect over ${percent(margin)}: beside a sham`, crossover?.besideSham ?? null]);
  }
  if (budget?.shows) needs.push(["what the budget pays", budget.shows.sessions]);
  return needs.flatMap(([need, sessions]) =>
    sessions === null ? [] : [priceNeed(need, sessions, lane)],
  );
}

function notesOf(
  { margins }: { readonly margins: readonly number[] },
  { world, replays }: Assumed,
  sessions: number | null,
): readonly string[] {
  const { rate } = impliedBySlice(world);
  const wide = margins.filter((margin) => margin >= rate);
  const notes = [
    "Sessions are lanes of a strategy; one that starts a process for every replay draws the slice anew each time and sees it sooner.",
  ];
  if (wide.length > 0)
    notes.push(
      `A margin of ${wide.map(percent).join(", ")} is no less than the whole divergence rate of ${percent(rate)}: "no effect" within it says little.`,
    );
  if (sessions !== null && sessions < fewestSessions)
    notes.push(
      `${sessions} sessions per strategy are too few: below ${fewestSessions} no interval holds its level, whatever the formulas say.`,
    );
  if (replays < 3)
    notes.push(
      `${replays === 1 ? "One replay" : "Two replays"} per session cannot tell degraded sessions from noise: it takes 3 to fit a mixture, 8 to classify.`,
    );
  return notes;
}

/** `10 %`, `0.5 %`, `19.3 %`. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(share < 0.001 ? 3 : 1))} %`;
}
