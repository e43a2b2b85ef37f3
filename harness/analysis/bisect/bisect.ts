import { UserError } from "../../base/base.ts";
import { borderOf, nextVersion, startBisection, withStanding, type Border } from "./bisection.ts";
import type { BisectResult, BisectStep, Examined, Question } from "./types.ts";

export type BisectOrder = {
  readonly question: Question;
  /** the good end first, the bad end last, whichever is older */
  readonly versions: readonly string[];
  /** whether the good end is the older one */
  readonly isAscending: boolean;
  /** looks at a version; called once for each */
  readonly examine: (version: string) => Promise<Examined>;
  /** called after each version that was looked at */
  readonly tell: (step: BisectStep) => void;
};

export type BisectOutcome = Pick<BisectResult, "answer" | "steps">;

/**
 * Finds where an answer changes among versions: looks at both ends first, then halves what lies between. A version that
 * cannot be looked at is skipped, and a neighbour is tried.
 * @throws UserError when an end is not what it is said to be, or cannot be looked at
 */
export async function bisect(order: BisectOrder): Promise<BisectOutcome> {
  const { question, versions, examine, tell } = order;
  const steps: BisectStep[] = [];
  const keep = (step: BisectStep) => {
    steps.push(step);
    tell(step);
  };
  let bisection = startBisection(versions);
  const ends = await examineEnds(order);
  keep({ version: ends.good.version, standing: "good", ...ends.good.seen });
  keep({ version: ends.bad.version, standing: "bad", ...ends.bad.seen });
  for (;;) {
    const version = nextVersion(bisection);
    if (version === null) {
      return { answer: answerOf(borderOf(bisection), order.isAscending), steps };
    }
    const seen = await examine(version);
    const step = stepFor(version, seen, {
      good: ends.good.seen.value,
      bad: question.goodValue === null ? ends.bad.seen.value : null,
    });
    keep(step);
    bisection = withStanding(bisection, version, step.standing === "other" ? "bad" : step.standing);
  }
}

type Seen = { readonly value: string | null; readonly evidence: string };
type End = { readonly version: string; readonly seen: Seen };

/**
 * What is as the good end is good; all else is bad, because it is no longer what was good.
 * @param ends `bad` is null when there is only one way of not being good
 */
function stepFor(
  version: string,
  examined: Examined,
  ends: { readonly good: string | null; readonly bad: string | null },
): BisectStep {
  if (examined.kind === "unknown") {
    return { version, standing: "skipped", value: null, evidence: examined.why };
  }
  const { value, evidence } = examined;
  if (value === ends.good) return { version, standing: "good", value, evidence };
  const isOther = ends.bad !== null && value !== ends.bad;
  return { version, standing: isOther ? "other" : "bad", value, evidence };
}

async function examineEnds({ question, versions, examine }: BisectOrder) {
  const [good, bad] = [versions[0] ?? "", versions.at(-1) ?? ""];
  const goodSeen = seenOf(good, await examine(good));
  const badSeen = seenOf(bad, await examine(bad));
  const problem = endsProblem(
    question,
    { version: good, seen: goodSeen },
    { version: bad, seen: badSeen },
  );
  if (problem !== null) throw problem;
  return { good: { version: good, seen: goodSeen }, bad: { version: bad, seen: badSeen } };
}

function seenOf(version: string, examined: Examined): Seen {
  if (examined.kind === "seen") return { value: examined.value, evidence: examined.evidence };
  throw new UserError(`${version} cannot be an end of the search: ${examined.why}.`, {
    advice: "Name another version as --good or --bad.",
  });
}

function endsProblem({ name, goodValue }: Question, good: End, bad: End): UserError | null {
  if (goodValue === null) {
    if (good.seen.value !== bad.seen.value) return null;
    return new UserError(
      `There is nothing to find: in ${good.version} and in ${bad.version} ${good.seen.evidence}.`,
      { advice: "See what does differ between them with: sametwice audit --from V --to V" },
    );
  }
  const isGood = good.seen.value === goodValue;
  const isBad = bad.seen.value !== goodValue;
  if (isGood && isBad) return null;
  if (!isGood && !isBad) {
    return new UserError(
      `The ends are swapped: ${name} fails in ${good.version} (${good.seen.evidence}) and holds in ${bad.version} (${bad.seen.evidence}).`,
      { advice: `Write --good ${bad.version} --bad ${good.version}.` },
    );
  }
  const [wrong, said] = isGood ? [bad, "bad"] : [good, "good"];
  const really = isGood ? "holds" : "fails";
  return new UserError(
    `${wrong.version} is said to be ${said}, but ${name} ${really} there (${wrong.seen.evidence}).`,
    { advice: `Name a version as --${said} where it ${isGood ? "fails" : "holds"}.` },
  );
}

/** In ascending order the border reads the other way round when the good end is the newer one. */
function answerOf({ lastGood, candidates }: Border, isAscending: boolean): BisectResult["answer"] {
  if (isAscending) return { kind: "break", candidates, before: lastGood };
  return {
    kind: "fix",
    candidates: [lastGood, ...candidates.slice(0, -1)].toReversed(),
    before: candidates.at(-1) ?? "",
  };
}
