import { expect, test } from "vitest";
import { channels } from "../../record/record.ts";
import { structureOf } from "../../structure/structure.ts";
import { unknownUsage } from "../../transcript/transcript.ts";
import { codeForms } from "./codeForms.ts";

/** A replay that left this text in these files; only text without `broken` parses. */
function leaves(after: string | null, ...paths: readonly string[]) {
  const changes = paths.map((path) => ({
    path,
    kind: "modified" as const,
    before: null,
    after,
    hash: "h",
  }));
  const transcript = {
    schema: "sametwice.transcript/1" as const,
    turns: [{ prompt: "p", steps: [], usage: unknownUsage, wallMs: 1 }],
    ending: { kind: "completed" as const },
  };
  const structure = structureOf({ transcript, changes }, (_, source) =>
    source.includes("broken") ? null : { label: source, children: [] },
  );
  const place = { replayId: "r", promptId: "p", clientConfiguration: "c", session: "s" };
  return { ...place, structure, gate: channels };
}

test("every changed file of every replay counts, by the form in which it is compared", () => {
  const replays = [
    leaves("fine", "a.ts", "b.scss"),
    leaves("broken", "a.ts", "c.py"),
    leaves("broken", "a.ts"),
    leaves(null, "logo.png"),
  ];
  expect(codeForms(replays)).toEqual({
    trees: 1,
    doNotParse: { count: 3, paths: ["a.ts", "c.py"] },
    noGrammar: { count: 1, paths: ["b.scss"] },
    opaque: { count: 1, paths: ["logo.png"] },
  });
});

test("three files are named, however many there are", () => {
  const { doNotParse } = codeForms([leaves("broken", "d.ts", "c.ts", "b.ts", "a.ts")]);
  expect(doNotParse).toEqual({ count: 4, paths: ["a.ts", "b.ts", "c.ts"] });
});
