import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { syntheticRun } from "../analysis/syntheticRun.ts";
import { UserError, UserErrors } from "../base/base.ts";
import type { RunRecord, RunRecords } from "../record/record.ts";
import type { SyntaxNode } from "../structure/structure.ts";
import {
  approveRun,
  baselineText,
  compareWithFrozen,
  readBaseline,
  type Approval,
  type Baseline,
} from "./baseline.ts";
import { linesOfTree, treeOfLines } from "./treeText.ts";

const healthy = { share: 0, healthyNoise: 0.02, degradedNoise: 0.9 };
const played = (strategy: Partial<typeof healthy> = {}, truth = {}): RunRecords =>
  syntheticRun({ strategies: [{ id: "reset", ...healthy, ...strategy }], ...truth });

const parse = () => null;
const approval: Approval = {
  parse,
  name: "main",
  previous: null,
  approvedAt: "2026-01-02T00:00:00.000Z",
  sametwice: "0.1.0",
  acceptAmbiguous: false,
  replace: false,
};
const approve = (records: RunRecords, changes: Partial<Approval> = {}) =>
  approveRun(records, { ...approval, ...changes });
const compare = (records: RunRecords, baseline: Baseline) =>
  compareWithFrozen(records, baseline, { parse, sametwice: "0.1.0" });
const verdictsOf = (records: RunRecords, baseline: Baseline) =>
  compare(records, baseline).prompts.map(({ verdict }) => verdict);
const withRun = (records: RunRecords, changes: Partial<RunRecord>): RunRecords => ({
  ...records,
  run: { ...records.run, ...changes },
});

/** The messages of all that is thrown. */
function refusals(act: () => unknown): readonly string[] {
  try {
    act();
    return [];
  } catch (thrown) {
    if (thrown instanceof UserErrors) return thrown.errors.map(({ message }) => message);
    if (thrown instanceof UserError) return [thrown.message];
    throw thrown;
  }
}

/** The run as an upgraded client would have played it. */
function upgraded(records: RunRecords): RunRecords {
  const rename = <T extends { readonly clientConfiguration: string }>(one: T): T => ({
    ...one,
    clientConfiguration: "2.1.400",
  });
  const { strategies } = records.run;
  return {
    ...withRun(records, { cli: "2.1.400", strategies: strategies.map(rename) }),
    replays: records.replays.map(rename),
  };
}

function asked(records: RunRecords, promptId: string, text: string): RunRecords {
  const replays = records.replays.map((replay) => {
    if (replay.promptId !== promptId) return replay;
    const turns = replay.transcript.turns.map((turn) => ({ ...turn, prompt: text }));
    return { ...replay, transcript: { ...replay.transcript, turns } };
  });
  return { ...records, replays };
}

const before = played();
const baseline = approve(before);

describe("approving a run", () => {
  test("freezes each prompt's steps, thresholds, share and rates, and says of what", () => {
    const [first] = baseline.prompts;
    expect(first).toMatchObject({
      id: "prompt-1",
      clientConfiguration: "as-given",
      reference: { sessions: 30, structure: { tools: ["Read", "Edit", "Bash()"] } },
      modes: [],
    });
    expect(first?.reference?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(first?.rates[0]?.lanes.split(" ")).toHaveLength(30);
    expect(first?.rates[0]?.diverged).toMatchObject({ of: 60, level: 0.95 });
    expect(baseline.run).toMatchObject({ cli: "2.1.328", model: "model", observed: "on" });
    expect(baseline.version).toBe(1);
  });

  test("law: the text of a baseline is read as the same baseline", () => {
    expect(readBaseline(baselineText(baseline), "main.json")).toEqual(baseline);
  });

  test("refuses an unfinished run", () => {
    expect(refusals(() => approve(withRun(before, { finishedAt: null })))).toEqual([
      "Run synthetic is not finished.",
    ]);
  });

  test("refuses a run most of whose replays cannot be attested", () => {
    const records = syntheticRun({ strategies: [{ id: "reset", ...healthy, unattested: 0.8 }] });
    expect(refusals(() => approve(records))[0]).toContain("demonstrably did not take effect");
  });

  test("refuses an ambiguous prompt and names its modes, unless it is accepted", () => {
    const records = played({}, { ambiguous: ["prompt-2"] });
    const [refusal, ...others] = refusals(() => approve(records));
    expect(others).toEqual([]);
    expect(refusal).toMatch(
      /^Prompt prompt-2 is ambiguous under as-given: \d+ % of 30 sessions: .*Read, Edit, Bash/,
    );
    expect(refusal).toContain("Grep, Write, Glob");
    const frozen = approve(records, { acceptAmbiguous: true }).prompts[1];
    expect(frozen?.reference).toBeNull();
    expect(frozen?.modes).toHaveLength(2);
  });

  test("refuses a run without replays, and one of a single session", () => {
    expect(refusals(() => approve({ ...before, replays: [] }))).toHaveLength(4);
    const single = refusals(() => approve(played({}, { lanes: 1, waves: 1 })));
    expect(single).toHaveLength(4);
    expect(single[0]).toContain("one session is no consensus");
  });

  test("never changes an approved reference silently", () => {
    const changed = played({ healthyNoise: 1 });
    const [refusal] = refusals(() => approve(changed, { previous: baseline }));
    expect(refusal).toContain("the reference of prompt-1 under as-given changes");
    const next = approve(changed, { previous: baseline, replace: true });
    expect(next.version).toBe(2);
  });

  test("never drops an approved reference silently", () => {
    const fewer = played({}, { prompts: 3 });
    const [refusal] = refusals(() => approve(fewer, { previous: baseline }));
    expect(refusal).toContain("prompt-4 under as-given would have no reference any more");
  });

  test("of the same references needs no more than the run", () => {
    expect(approve(played({}, { seed: 8 }), { previous: baseline }).version).toBe(2);
  });
});

describe("a run against the baseline", () => {
  test("that behaves as it did is unchanged", () => {
    const diff = compare(played({}, { seed: 8 }), baseline);
    expect(diff.prompts.map(({ verdict }) => verdict)).toEqual(Array(4).fill("unchanged"));
    expect(diff.outcome).toBe("as-approved");
    expect(diff.strategies[0]?.change).toBe("none-found");
  });

  test("that all does something new in the same way is a proposal, step by step", () => {
    const diff = compare(played({ healthyNoise: 1 }), baseline);
    expect(diff.outcome).toBe("to-approve");
    const [first] = diff.prompts;
    expect(first?.verdict).toBe("re-baseline-proposal");
    expect(first?.reference?.severity).toBeGreaterThan(1);
    const tools = first?.reference?.channels.find(({ channel }) => channel === "tools");
    expect(tools?.diff).toContain("-Read");
    expect(tools?.diff).toContain("+WebFetch");
    // It is as consistent as before, but not at all what was approved.
    expect(first?.rates[0]).toMatchObject({ own: { value: 0 }, frozen: { value: 1 } });
  });

  test("that diverges more often got worse, judged by the frozen references", () => {
    const diff = compare(played({ healthyNoise: 0.3 }, { perPrompt: 4 }), baseline);
    expect(diff.outcome).toBe("worse");
    expect(diff.strategies[0]).toMatchObject({ change: "worse", judgedBy: "each prompt's" });
    expect(diff.prompts.map(({ verdict }) => verdict)).toContain("rate-changed");
  });

  test("that diverges less often is better, and as approved", () => {
    const diff = compare(before, approve(played({ healthyNoise: 0.15 })));
    expect(diff.strategies[0]?.change).toBe("better");
    expect(diff.outcome).toBe("as-approved");
  });

  test("that does something new and diverges more often changed in both", () => {
    const sloppy = played({ healthyNoise: 0.75 });
    const diff = compare(sloppy, baseline);
    expect(diff.prompts.map(({ verdict }) => verdict)).toContain("structure-and-rate-changed");
    expect(diff.outcome).toBe("worse");
  });

  test("with an upgraded client is compared, and the upgrade is named", () => {
    const given = {
      ...withRun(before, { cli: "as-given" }),
    };
    const diff = compare(upgraded(played({}, { seed: 8 })), approve(given));
    expect(diff.subjectChanges).toEqual(["CLI as-given → 2.1.400"]);
    expect(diff.prompts[0]).toMatchObject({
      clientConfiguration: "as-given",
      clientConfigurationNow: "2.1.400",
      verdict: "unchanged",
    });
  });

  test("whose prompt has become ambiguous says so with its modes", () => {
    const diff = compare(played({}, { ambiguous: ["prompt-2"] }), baseline);
    expect(diff.prompts[1]?.verdict).toBe("ambiguous");
    expect(diff.prompts[1]?.modesNow).toHaveLength(2);
    // Half of the sessions left the frozen reference.
    expect(diff.prompts[1]?.rates[0]?.change).toBe("worse");
  });

  test("whose prompt was accepted as ambiguous and still is needs nobody", () => {
    const split = played({}, { ambiguous: ["prompt-2"] });
    const accepted = approve(split, { acceptAmbiguous: true });
    expect(compare(split, accepted).outcome).toBe("as-approved");
    expect(compare(before, accepted).outcome).toBe("to-approve");
  });

  test("with another text, a new and a missing prompt says which", () => {
    expect(verdictsOf(asked(before, "prompt-3", "Something else."), baseline)).toEqual([
      "unchanged",
      "unchanged",
      "prompt-changed",
      "unchanged",
    ]);
    expect(verdictsOf(played({}, { prompts: 5 }), baseline).at(-1)).toBe("new");
    expect(verdictsOf(played({}, { prompts: 3 }), baseline).at(-1)).toBe("gone");
  });

  test("without replays, or of one session, is unknown and never unchanged", () => {
    const empty = compare({ ...before, replays: [] }, baseline);
    expect(new Set(empty.prompts.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
    expect(empty.outcome).toBe("to-approve");
    const single = compare(played({}, { lanes: 1, waves: 1 }), baseline);
    expect(new Set(single.prompts.map(({ verdict }) => verdict))).toEqual(new Set(["unknown"]));
  });

  test("of another suite, vendor or kind of observation is refused", () => {
    const real = { kind: "api", baseUrl: "https://example.test", credential: "api-key" } as const;
    expect(
      [
        withRun(before, { suiteName: "other" }),
        withRun(before, { observed: "off" }),
        withRun(before, { vendor: real }),
      ].flatMap((records) => refusals(() => compare(records, baseline))),
    ).toEqual([
      expect.stringContaining("is of suite other, baseline main of suite synthetic"),
      expect.stringContaining("with and without the recorder are different subjects"),
      expect.stringContaining("a simulation says nothing about a real service"),
    ]);
  });

  test("that did not play a client configuration says that it was not compared", () => {
    const both = syntheticRun({
      strategies: [
        { id: "reset", ...healthy },
        { id: "pin-ttl", ...healthy, clientConfiguration: "2.1.300" },
      ],
    });
    const diff = compare(before, approve(both));
    expect(diff.prompts).toHaveLength(4);
    expect(diff.notes.at(-1)).toContain("4 references under 2.1.300");
    expect(diff.outcome).toBe("as-approved");
  });
});

describe("a baseline's file", () => {
  const text = baselineText(baseline);

  test("that is no JSON, of another schema, damaged or edited is refused with what to do", () => {
    const read = (content: string) => refusals(() => readBaseline(content, "main.json"))[0];
    expect(read(text.slice(0, 300))).toContain("is not JSON");
    expect(read("[]")).toContain("is not a baseline");
    expect(read(text.replace("baseline/3", "baseline/9"))).toContain("sametwice.baseline/9");
    expect(read(text.replace("baseline/3", "baseline/1"))).toContain("sametwice.baseline/1");
    expect(read(text.replace(/"version": 1/, '"version": "one"'))).toContain("damaged at version");
    expect(read(text.replace('"Edit"', '"Erase"'))).toContain("its seal does not match");
  });

  test("law: a syntax tree is read from its text as it was, whatever its labels", () => {
    const { tree } = fc.letrec<{ tree: SyntaxNode }>((tie) => ({
      tree: fc.record({
        label: fc.oneof(fc.string({ minLength: 1 }), fc.constant("call_expression")),
        children: fc.oneof(
          { maxDepth: 5 },
          fc.constant([]),
          fc.array(tie("tree"), { maxLength: 3 }),
        ),
      }),
    }));
    fc.assert(
      fc.property(tree, (node) => {
        expect(treeOfLines(linesOfTree(node))).toEqual(node);
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(treeOfLines(["(a b"])).toBeNull();
    expect(treeOfLines(["a b"])).toBeNull();
  });
});
