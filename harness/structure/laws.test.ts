import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { channelDistance } from "../divergence/divergence.ts";
import { channels } from "../record/record.ts";
import type { Step } from "../transcript/transcript.ts";
import { loadParsers } from "../syntax/syntax.ts";
import { structureHash, structureOf, type Structure } from "./structure.ts";
import { call, calls, parseWords, structured, text } from "./testing/transcripts.ts";
import { inputOf, plan, plannedCall, world, type Plan, type World } from "./testing/worlds.ts";

const structureIn = (what: Plan, where: World): Structure =>
  structureOf(inputOf(what, where), parseWords);

describe("law: no channel changes with", () => {
  test("ids, dates, temporary folders, white space, spelling of tools, order in a message, the place of the workspace", () => {
    fc.assert(
      fc.property(plan, world, world, (what, here, there) => {
        const [a, b] = [structureIn(what, here), structureIn(what, there)];
        expect(b).toEqual(a);
        expect(structureHash(b, channels)).toBe(structureHash(a, channels));
        for (const channel of channels) expect(channelDistance(channel, a, b)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test("a workspace that must be inferred from the changed files", () => {
    fc.assert(
      fc.property(plan, world, world, (what, here, there) => {
        const read = { name: "Read", input: { file_path: "{W}/src/deep/only.ts" } };
        const edited: Plan = {
          steps: [{ kind: "calls", calls: [read] }, ...what.steps],
          changes: [{ path: "src/deep/only.ts", kind: "modified" }],
        };
        const [a, b] = [here, there].map((where) => {
          const { transcript, changes } = inputOf(edited, where);
          return structureOf({ transcript, changes }, parseWords);
        });
        expect(b).toEqual(a);
      }),
    );
  });

  test("storing it as JSON", () => {
    fc.assert(
      fc.property(plan, world, (what, where) => {
        const structure = structureIn(what, where);
        expect(JSON.parse(JSON.stringify(structure))).toEqual(structure);
      }),
    );
  });
});

describe("law: the distances of all channels between structures of transcripts", () => {
  test("are symmetric and in [0, 1], and 0 exactly for equal tools, files and answers", () => {
    fc.assert(
      fc.property(plan, plan, world, (one, other, where) => {
        const [a, b] = [structureIn(one, where), structureIn(other, where)];
        for (const channel of channels) {
          const distance = channelDistance(channel, a, b);
          expect(distance).toBeGreaterThanOrEqual(0);
          expect(distance).toBeLessThanOrEqual(1);
          expect(channelDistance(channel, b, a)).toBeCloseTo(distance, 12);
          expect(channelDistance(channel, a, a)).toBe(0);
        }
        for (const channel of ["tools", "files", "answer"] as const) {
          const isEqual = structureHash(a, [channel]) === structureHash(b, [channel]);
          expect(channelDistance(channel, a, b) === 0).toBe(isEqual);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("law: the tools change when a step", () => {
  const some = fc.array(plannedCall, { maxLength: 8 });
  const toolsOf = (planned: readonly { name: string; input: object }[]): Structure =>
    structured(planned.map(({ name, input }) => calls(call(name, { ...input }))));
  const differ = (a: Structure, b: Structure): void => {
    expect(structureHash(a, ["tools"])).not.toBe(structureHash(b, ["tools"]));
    expect(channelDistance("tools", a, b)).toBeGreaterThan(0);
  };

  test("is added or removed", () => {
    fc.assert(
      fc.property(some, plannedCall, fc.nat(8), (steps, added, at) => {
        differ(toolsOf(steps.toSpliced(Math.min(at, steps.length), 0, added)), toolsOf(steps));
      }),
    );
  });

  test("changes places with a neighbour of another token", () => {
    fc.assert(
      fc.property(
        fc.array(plannedCall, { minLength: 2, maxLength: 8 }),
        fc.nat(6),
        (steps, position) => {
          const at = Math.min(position, steps.length - 2);
          const [first, second] = steps.slice(at);
          if (first === undefined || second === undefined) return;
          const [one, other] = toolsOf([first, second]).tools;
          fc.pre(one !== other);
          differ(toolsOf(steps.toSpliced(at, 2, second, first)), toolsOf(steps));
        },
      ),
    );
  });
});

test("law: a step that is added changes what every other channel shows of it", () => {
  const before = structured([calls(call("Read", { file_path: "a" }))]);
  const more = (step: Step): Structure =>
    structured([calls(call("Read", { file_path: "a" })), step]);
  expect(channelDistance("answer", before, more(text("Done.")))).toBeGreaterThan(0);
  expect(
    channelDistance("effort", before, more({ kind: "thinking", text: "Hm." })),
  ).toBeGreaterThan(0);
  const other = structured([calls(call("Read", { file_path: "b" }))]);
  expect(channelDistance("targets", before, other)).toBe(1);
});

const parse = await loadParsers();

describe("law: the code", () => {
  type Names = readonly [string, string, string, string];
  const name = fc.stringMatching(/^[a-z]{2}[a-zA-Z0-9]{2,6}X$/);
  const names = fc
    .uniqueArray(name, { minLength: 4, maxLength: 4 })
    .map(([a = "", b = "", c = "", d = ""]): Names => [a, b, c, d]);
  const statement = fc.constantFrom<(of: Names) => string>(
    ([a, b]) => `const ${a} = (${b}: number): number => ${b} * 2;`,
    ([, , c, d]) => `function ${c}(${d}: string[]) { return ${d}.map((x) => x.trim()).length; }`,
    ([a, , c]) => `for (const ${c} of [1, 2]) { if (${c} > 1) console.log(${c}, "a"); let ${a}; }`,
    ([, b, , d]) => `export class ${b} { #${d} = 1; get() { return this.#${d}; } }`,
  );
  const source = fc.uniqueArray(statement, { minLength: 1 });
  const structureWith = (after: string): Structure => {
    const change = { path: "src/a.ts", kind: "modified", before: null, after, hash: null } as const;
    const transcript = {
      schema: "sametwice.transcript/1",
      turns: [],
      ending: { kind: "completed" },
    } as const;
    return structureOf({ transcript, changes: [change] }, parse);
  };

  test("does not change when a program's own names are renamed, its lines indented or commented", () => {
    fc.assert(
      fc.property(source, names, names, (statements, here, there) => {
        const [a, b] = [here, there].map((own) => statements.map((write) => write(own)));
        const plain = structureWith((a ?? []).join("\n"));
        const other = structureWith(
          (b ?? []).map((line) => `\n  // ${here[0]}\n  ${line}`).join("\n"),
        );
        expect(plain.code[0]?.form).toBe("tree");
        expect(other.code).toEqual(plain.code);
        expect(channelDistance("code", plain, other)).toBe(0);
      }),
    );
  });

  test("changes when a statement is added", () => {
    fc.assert(
      fc.property(source, names, (statements, own) => {
        const all = statements.map((write) => write(own));
        const longer = structureWith([...all, "run(1);"].join("\n"));
        expect(channelDistance("code", structureWith(all.join("\n")), longer)).toBeGreaterThan(0);
      }),
    );
  });
});
