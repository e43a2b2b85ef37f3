/** The time of day, handed in so that nothing pure ever asks for it. */
export type Clock = {
  /** milliseconds since the epoch */
  readonly now: () => number;
};

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };
