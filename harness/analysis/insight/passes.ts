import {
  naivePassAtK,
  naivePassHatK,
  passAtK,
  passHatK,
  type Trials,
} from "../../statistics/statistics.ts";
import { groupBy, meanOf } from "../estimates.ts";
import type { SuccessInsight } from "./types.ts";

const sizes = [1, 2, 4, 8] as const;

/** pass@k and pass^k of the prompts' success commands, mean over the prompts with at least k checked replays: unbiased, and the biased plug-in that others print. */
export function successInsight(
  prompts: readonly { readonly hasCommand: boolean }[],
  replays: readonly {
    readonly promptId: string;
    readonly command: { readonly passed: boolean } | null;
  }[],
): SuccessInsight {
  const checked = replays.flatMap(({ promptId, command }) =>
    command === null ? [] : [{ promptId, passed: command.passed }],
  );
  const trials = [...groupBy(checked, ({ promptId }) => promptId).values()].map((own): Trials => ({
    trials: own.length,
    passed: own.filter(({ passed }) => passed).length,
  }));
  if (trials.length === 0) {
    const note = prompts.some(({ hasCommand }) => hasCommand)
      ? "no replay was checked"
      : "no prompt has a success command";
    return { rows: [], prompts: 0, notes: [note] };
  }
  const rows = sizes.flatMap((k) => {
    const enough = trials.filter((prompt) => prompt.trials >= k);
    if (enough.length === 0) return [];
    const mean = (estimate: (prompt: Trials, k: number) => number | null) =>
      meanOf(enough.map((prompt) => estimate(prompt, k)).filter((value) => value !== null));
    return [
      {
        k,
        passAtK: mean(passAtK),
        passHatK: mean(passHatK),
        naivePassAtK: mean(naivePassAtK),
        naivePassHatK: mean(naivePassHatK),
      },
    ];
  });
  return { rows, prompts: trials.length, notes: [] };
}
