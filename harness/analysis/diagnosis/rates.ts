/** Diverged replays of some. */
export type Rate = { readonly diverged: number; readonly of: number; readonly rate: number };

/** @returns rate 0 of nothing */
export function rateOf(replays: readonly { readonly diverged: boolean }[]): Rate {
  const diverged = replays.filter((replay) => replay.diverged).length;
  return {
    diverged,
    of: replays.length,
    rate: replays.length === 0 ? 0 : diverged / replays.length,
  };
}

/** `12 of 240 (5 %)` */
export function countText({ diverged, of, rate }: Rate): string {
  return `${diverged} of ${of} (${(100 * rate).toFixed(0)} %)`;
}

/** Fewer units or diverging replays than this and an effect may be there though nothing shows it. */
const fewestUnits = 20;
const fewestDiverged = 10;

/** Whether "not seen" may be read as "no". */
export function hasEnough(
  replays: readonly { readonly diverged: boolean }[],
  units: number,
): boolean {
  return units >= fewestUnits && rateOf(replays).diverged >= fewestDiverged;
}
