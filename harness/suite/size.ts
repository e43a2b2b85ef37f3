import type { Size } from "./types.ts";

/** More replays of one strategy than this are a slip of the pen. */
const mostPerPrompt = 1_000_000;

/** How the sizes are called where the user wrote them. */
export type SizeNames = Readonly<Record<keyof Size, string>>;

/**
 * What is wrong with sizes that are each right by themselves; null when nothing is. Lanes that the waves do not divide are fine:
 * they are spread as evenly as possible.
 */
export function sizeProblem(
  size: Size,
  names: SizeNames = { lanes: "size.lanes", perPrompt: "size.perPrompt", waves: "size.waves" },
): { readonly key: keyof Size; readonly message: string; readonly advice: string } | null {
  const { lanes, perPrompt, waves } = size;
  if (waves > lanes) {
    return {
      key: "waves",
      message: `${names.waves} is ${waves}; it must be no more than ${names.lanes}, which is ${lanes}.`,
      advice: "Every wave needs a lane of every strategy: write fewer waves or more lanes.",
    };
  }
  if (lanes * perPrompt > mostPerPrompt) {
    return {
      key: "lanes",
      message: `${names.lanes} times ${names.perPrompt} is ${lanes * perPrompt}; it must be no more than ${mostPerPrompt}.`,
      advice: "Write smaller sizes, for example 30 lanes and 2 replays per prompt.",
    };
  }
  return null;
}
