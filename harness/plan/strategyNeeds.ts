import type { Strategy } from "../suite/suite.ts";

/** What a strategy needs of the client, to be held against the capabilities of its version. */
export type StrategyNeeds = {
  /** a `/clear` that empties the context */
  readonly clear: boolean;
  readonly betaSuppression: boolean;
  /** a version of its own beside the one as given */
  readonly pin: boolean;
};

/** Read off the strategy's fields; the baseline's needs are also those of the challenges. */
export function strategyNeeds(
  strategy: Pick<Strategy, "conversation" | "betas" | "pin">,
): StrategyNeeds {
  return {
    clear: strategy.conversation === "clear",
    betaSuppression: strategy.betas === "suppressed",
    pin: strategy.pin !== null,
  };
}
