import { expect, test } from "vitest";
import { unknownUsage } from "../../transcript/transcript.ts";
import { logged, transcriptOf } from "./testing/logged.ts";

test("tokens that were not reported for every turn are unknown, not a smaller sum", () => {
  const { turns, ...rest } = transcriptOf([]);
  const [turn] = turns;
  if (turn === undefined) throw new Error("no turn");
  const told = { ...turn, usage: { ...unknownUsage, inputTokens: 7, outputTokens: 2 } };
  const silent = { ...turn, usage: { ...unknownUsage, inputTokens: 5 } };
  const { usage } = logged("s", { more: { transcript: { ...rest, turns: [told, silent] } } });
  expect(usage).toMatchObject({ inputTokens: 12, outputTokens: null, costUsd: null });
});
