import { expect, test } from "vitest";
import { createTextSharing } from "./shareTexts.ts";
import { replayOf } from "./testing/records.ts";

test("sharing texts changes no transcript, and keeps what a newer version wrote", () => {
  const share = createTextSharing();
  for (const number of [0, 1, 0]) {
    const { transcript } = replayOf(number);
    expect(share(structuredClone(transcript))).toEqual(transcript);
  }
  const call = { id: "1", name: "Read", input: { at: 7, path: "a" }, later: 1 };
  const newer = {
    ...replayOf(0).transcript,
    later: true,
    turns: [
      {
        ...replayOf(0).transcript.turns[0],
        steps: [
          { kind: "calls" as const, calls: [{ ...call, outcome: { kind: "open" as const } }] },
          {
            kind: "calls" as const,
            calls: [{ ...call, outcome: { kind: "ok" as const, output: "x", later: [2] } }],
          },
        ],
      },
    ],
  };
  expect(share(newer as Parameters<typeof share>[0])).toEqual(newer);
});
