import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom, type Random } from "../base/base.ts";
import type { Channel } from "../record/record.ts";
import { structureHash, type Structure } from "../structure/structure.ts";
import { calibrate, scoreReplays, type StructuredReplay } from "./divergence.ts";
import { consensusOf } from "./reference.ts";
import { rememberedDistances, withSubjects } from "./subjects.ts";
import { countVotes } from "./votes.ts";

const gate: readonly Channel[] = ["ending", "tools", "files", "code"];

function behaviour(tools: readonly string[]): Structure {
  return {
    ending: "completed",
    tools,
    targets: [],
    files: [],
    code: [],
    answer: [],
    effort: {
      thinkingSteps: 0,
      thinkingTokens: null,
      turns: tools.length,
      steps: tools.length,
      calls: tools.length,
      words: 1,
      wordsBetweenCalls: 0,
      cacheRatio: null,
      edits: 1,
      readsPerEdit: 1,
      editsWithoutRead: 0,
      repeatedCalls: 0,
      testsAfterLastEdit: true,
    },
  };
}

/** Of two ways the one with the smaller hash is the bad one, which a tie broken by hash would prefer. */
const [bad, good] = [behaviour(["Edit"]), behaviour(["Read", "Edit", "Bash(node test)"])].sort(
  (a, b) => (structureHash(a, gate) < structureHash(b, gate) ? -1 : 1),
) as [Structure, Structure];

/** One entry per session: what it did each time. */
function replaysOf(sessions: readonly (readonly Structure[])[]): StructuredReplay[] {
  return sessions.flatMap((own, session) =>
    own.map((structure, index) => ({
      replayId: `${session}/${index}`,
      promptId: "fix",
      clientConfiguration: "plain",
      session: `s${session}`,
      structure,
      gate,
    })),
  );
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

describe("a session that did a prompt once one way and once another", () => {
  const mixed = [good, bad];

  test("votes for the way that other sessions take, whichever has the smaller hash", () => {
    const sessions = [
      ...times(11, () => [good, good]),
      ...times(7, () => mixed),
      ...times(2, () => [bad, bad]),
    ];
    expect(calibrate(replaysOf(sessions)).prompts[0]).toMatchObject({
      ambiguous: false,
      reference: { structure: good, share: 18 / 20 },
    });
  });

  test("votes for the way whose like others take, though nobody does exactly the same", () => {
    const alike = (session: number) => behaviour([...times(20, () => "Read"), `Bash(${session})`]);
    const sessions = [
      ...Array.from({ length: 12 }, (_none, session) => [alike(session), alike(session)]),
      ...Array.from({ length: 8 }, (_none, session) => [alike(100 + session), bad]),
    ];
    const [prompt] = calibrate(replaysOf(sessions)).prompts;
    expect(prompt).toMatchObject({ ambiguous: false, reference: { share: 1 } });
  });

  test("does not lend its own replays weight: alone against one other, the other decides", () => {
    const sessions = [[good, good], mixed, mixed];
    expect(calibrate(replaysOf(sessions)).prompts[0]?.reference).toMatchObject({
      structure: good,
      share: 1,
    });
  });
});

function noisyRun(random: Random, sessions: number): StructuredReplay[] {
  const played = times(sessions, () => {
    const rate = random() < 0.2 ? 0.7 : 0.1;
    return times(2, () => (random() < rate ? bad : good));
  });
  return replaysOf(played);
}

test("simulated: with 20 sessions, a fifth of them degraded and 10 % noise, fewer than 5 % of 200 prompts are ambiguous", () => {
  const runs = Array.from({ length: 200 }, (_none, run) =>
    calibrate(noisyRun(seededRandom("ties", run), 20)),
  );
  const ambiguous = runs.filter(({ prompts }) => prompts[0]?.ambiguous === true);
  expect(ambiguous.length / runs.length).toBeLessThan(0.05);
  const wrong = runs.filter(({ prompts }) => prompts[0]?.reference.structure !== good);
  expect(wrong.length / runs.length).toBeLessThan(0.02);
});

test("law: the consensus without a vote is the consensus of the other votes", () => {
  const way = fc.array(fc.constantFrom("Read", "Edit", "Bash", "Grep"), {
    minLength: 1,
    maxLength: 12,
  });
  const run = fc.array(way, { minLength: 2, maxLength: 14 });
  fc.assert(
    fc.property(run, fc.double({ min: 0.1, max: 0.5, noNaN: true }), (ways, tools) => {
      const distances = rememberedDistances();
      const subjects = withSubjects(replaysOf(ways.map((one) => [behaviour(one)]))).map(
        ({ subject }) => subject,
      );
      const all = consensusOf(countVotes(subjects), { tools }, distances);
      for (const [index, subject] of subjects.entries()) {
        const others = consensusOf(countVotes(subjects.toSpliced(index, 1)), { tools }, distances);
        expect(all?.without(subject)?.hash).toBe(others?.subject.hash);
      }
    }),
    { numRuns: 100 },
  );
});

describe("a prompt with over 2,000 replays", () => {
  const unlike = (number: number) =>
    behaviour(
      Array.from(number.toString(2).padStart(11, "0"), (bit) => (bit === "0" ? "Read" : "Edit")),
    );
  const sessions = Array.from({ length: 1_100 }, (_none, session) => [
    unlike(session),
    unlike(1_100 + session * 7),
  ]);
  const replays = replaysOf(sessions);
  const { calibrations, scores } = scoreReplays(replays);
  const [prompt] = calibrations.prompts;

  test("that all differ rests on samples, and says so with their errors", () => {
    expect(prompt?.note).toMatch(
      /random sample of \d+ of 1100 sessions, because they differ too much to compare all: shares of modes are known to within 1\d percentage points/,
    );
    expect(prompt?.note).toContain(
      "The threshold rests on a random sample of 1000 differing pairs of replays within sessions: it is a quantile between 93.6 % and 96.4 % instead of exactly 95 %.",
    );
    expect(scores.size).toBe(2_200);
  });

  test("gives the same from the same replays in another order", () => {
    const again = calibrate(replays.toReversed());
    expect({ ...again.prompts[0], reference: again.prompts[0]?.reference.hash }).toEqual({
      ...prompt,
      reference: prompt?.reference.hash,
    });
  });

  test("that mostly agree is measured whole, without a note", () => {
    const usual = replaysOf([...times(1_050, () => [good, good]), ...times(20, () => [good, bad])]);
    expect(calibrate(usual).prompts[0]).toMatchObject({
      note: "",
      reference: { structure: good, sessions: 1_070 },
    });
  });
});
