/**
 * Mean number of replays of one draw of a challenge: every prompt once, ending as soon as the rest cannot change whether half or more
 * of them diverge.
 * @param prompts 1 or more
 * @param rate divergence rate of the session, in [0, 1]
 */
export function drawReplays(prompts: number, rate: number): number {
  // chances[diverged] of a draw that is still open
  let chances = [1];
  let replays = 0;
  for (let played = 0; played < prompts; played++) {
    const open = chances.map((chance, diverged) =>
      isDecided(diverged, played, prompts) ? 0 : chance,
    );
    replays += open.reduce((sum, chance) => sum + chance, 0);
    chances = Array.from(
      { length: played + 2 },
      (_, diverged) => (open[diverged] ?? 0) * (1 - rate) + (open[diverged - 1] ?? 0) * rate,
    );
  }
  return replays;
}

/** One replay alone decides nothing: it could be the only one that can be scored. */
function isDecided(diverged: number, played: number, prompts: number): boolean {
  if (played < 2) return false;
  const most = diverged + prompts - played;
  return diverged * 2 >= prompts || most * 2 < prompts;
}
