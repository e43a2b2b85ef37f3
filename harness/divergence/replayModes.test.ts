import { expect, test } from "vitest";
import { structureOf, type Structure } from "../structure/structure.ts";
import { replayModes } from "./replayModes.ts";
import type { StructuredReplay } from "./types.ts";

const gate = ["ending", "tools"] as const;

const nothingDone = structureOf(
  {
    transcript: { schema: "sametwice.transcript/1", turns: [], ending: { kind: "completed" } },
    changes: [],
  },
  () => null,
);

function replay(
  replayId: string,
  tools: readonly string[],
  changes: Partial<StructuredReplay> = {},
): StructuredReplay {
  const structure: Structure = { ...nothingDone, tools };
  return {
    replayId,
    promptId: "p",
    clientConfiguration: "one",
    session: replayId,
    structure,
    gate,
    ...changes,
  };
}

const usual = ["Read", "Edit", "Bash(npm test)", "Edit", "Bash(npm test)"];
const other = ["Grep", "Write", "Task", "WebFetch", "Glob"];

function modesOf(replays: readonly StructuredReplay[]) {
  return replayModes(replays, replays).configurations.get("one") ?? [];
}

test("each replay is in exactly one mode, the largest mode comes first, and one session may show two modes", () => {
  const replays = [
    ...["a", "b", "c"].map((id) => replay(id, usual, { session: "shared" })),
    replay("d", other, { session: "shared" }),
  ];
  expect(modesOf(replays)).toEqual([
    { replays: ["a", "b", "c"], medoid: "a", ways: 1 },
    { replays: ["d"], medoid: "d", ways: 1 },
  ]);
});

test("replays within the noise are one mode, whose medoid is a replay in its middle", () => {
  const near = [...usual, "Edit"];
  const modes = modesOf([replay("a", near), replay("b", usual), replay("c", usual)]);
  expect(modes).toEqual([{ replays: ["a", "b", "c"], medoid: "b", ways: 2 }]);
});

test("client configurations have modes of their own", () => {
  const replays = [
    replay("a", usual),
    replay("b", usual, { clientConfiguration: "two" }),
    replay("c", other, { clientConfiguration: "two" }),
  ];
  const { configurations } = replayModes(replays, replays);
  expect([...configurations].map(([name, modes]) => [name, modes.length])).toEqual([
    ["one", 1],
    ["two", 2],
  ]);
});

test("a part of the replays is cut at the noise of all", () => {
  const noisy = Array.from({ length: 12 }, (_, index) => [
    replay(`x${index}`, usual, { session: `s${index}` }),
    replay(`y${index}`, usual.slice(0, 3), { session: `s${index}` }),
  ]).flat();
  const part = [replay("a", usual), replay("b", usual.slice(0, 3))];
  expect(replayModes(part, part).configurations.get("one")).toHaveLength(2);
  expect(replayModes(part, [...part, ...noisy]).configurations.get("one")).toHaveLength(1);
});

test("of very many ways the frequent ones are clustered, each rare one joins what it is near to, and a note says so", () => {
  const stray = (index: number) => [...usual, `Tool${index}`];
  const replays = [
    ...Array.from({ length: 5 }, (_, index) => replay(`u${index}`, usual)),
    ...Array.from({ length: 200 }, (_, index) => replay(`v${index}`, stray(index))),
    replay("z", other),
  ];
  const { configurations, notes } = replayModes(replays, replays);
  const modes = configurations.get("one") ?? [];
  expect(modes.map((mode) => mode.replays.length)).toEqual([205, 1]);
  expect(notes.at(-1)).toMatch(
    /^202 different ways are too many to compare each with each: the 60/,
  );
});
