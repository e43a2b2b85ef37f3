import { expect, test } from "vitest";
import type { StructuredReplay } from "../../divergence/divergence.ts";
import { channels } from "../../record/record.ts";
import { structureOf } from "../../structure/structure.ts";
import { unknownUsage, type Transcript } from "../../transcript/transcript.ts";
import { channelSimilarity } from "./similarity.ts";

/** A replay that reads these files, one after the other. */
function reads(...files: readonly string[]): StructuredReplay {
  const steps = files.map((path, index) => ({
    kind: "calls" as const,
    calls: [
      {
        id: `${index}`,
        name: "Read",
        input: { path },
        outcome: { kind: "ok" as const, output: "" },
      },
    ],
  }));
  const transcript: Transcript = {
    schema: "sametwice.transcript/1",
    turns: [{ prompt: "p", steps, usage: unknownUsage, wallMs: 1 }],
    ending: { kind: "completed" },
  };
  const structure = structureOf({ transcript, changes: [] }, () => null);
  const place = { replayId: files.join(), promptId: "p", clientConfiguration: "c", session: "s" };
  return { ...place, structure, gate: channels };
}

function similarities(...prompts: readonly (readonly StructuredReplay[])[]) {
  return Object.fromEntries(
    channelSimilarity(prompts).map(({ channel, similarity }) => [channel, similarity]),
  );
}

test("equal replays are alike in every channel in which they did something", () => {
  const { ending, tools, targets, files, code } = similarities([reads("a"), reads("a")]);
  expect({ ending, tools, targets }).toEqual({ ending: 1, tools: 1, targets: 1 });
  expect({ files, code }).toEqual({ files: null, code: null });
});

test("similarity is the mean over all pairs of a prompt's replays, then over prompts", () => {
  // Of three pairs two differ in one of two calls.
  const first = [reads("a", "b"), reads("a", "b"), reads("a")];
  expect(similarities(first)["tools"]).toBeCloseTo(1 - (0.5 + 0.5) / 3, 12);
  const second = [reads("a"), reads("a")];
  expect(similarities(first, second)["tools"]).toBeCloseTo((2 / 3 + 1) / 2, 12);
});

test("what calls are aimed at is apart from their order", () => {
  const { tools, targets } = similarities([reads("a", "b"), reads("a", "c")]);
  expect({ tools, targets }).toEqual({ tools: 1, targets: 0.5 });
});

test("of many replays a part is compared, from the whole list", () => {
  const late = [
    ...Array.from({ length: 90 }, () => reads("a")),
    ...Array.from({ length: 10 }, () => reads("a", "b")),
  ];
  expect(similarities(late)["tools"]).toBeLessThan(1);
  expect(similarities([reads("a")])["tools"]).toBeNull();
});
