import type { Effort } from "../../structure/structure.ts";
import type { CheckId, CheckResult } from "../../validation/validation.ts";

/** A usable lane replay with all that is said of it. */
export type ValidatedReplay = {
  readonly id: string;
  readonly promptId: string;
  readonly strategy: string;
  readonly lane: string;
  readonly session: string;
  readonly wave: number;
  /** one for each check of its prompt */
  readonly results: readonly CheckResult[];
  readonly effort: Effort;
  /** null where its prompt has no reference to be compared with */
  readonly diverged: boolean | null;
  /** whether its session is; null where the session cannot be classified */
  readonly inDegraded: boolean | null;
};

/** What a check says of a replay; null when it is unknown or not asked. */
export function resultOf({ results }: ValidatedReplay, check: CheckId): boolean | null {
  return results.find(({ id }) => id === check)?.passed ?? null;
}
