import type { PreparedAgent, SessionConfig } from "../agents/agents.ts";
import type { Plan } from "../plan/plan.ts";
import type { RunRecord } from "../record/record.ts";
import type { Store } from "../store/store.ts";
import type { ParseSource } from "../structure/structure.ts";
import type { Strategy, Suite } from "../suite/suite.ts";
import type { Vendor } from "../vendor/vendor.ts";
import type { RunEvent } from "./events.ts";
import type { ExperimentTime } from "./experimentTime.ts";
import type { Observation } from "./observation.ts";
import type { CheckSuccess } from "./successCommand.ts";
import type { Snapshot } from "./workspace.ts";

/** A strategy with what is needed to run it. */
export type RunnableStrategy = {
  readonly strategy: Strategy;
  readonly prepared: PreparedAgent;
  readonly clientConfiguration: string;
  /** sorted set of the betas that its conversation requests carry, measured before the run; null when it was not */
  readonly expectedBetas: readonly string[] | null;
  /** what the same version carries when nothing is suppressed; null when that was not measured */
  readonly unsuppressedBetas: readonly string[] | null;
  /** hosts that its version is known to call whatever it is told; it is refused, and not held against it */
  readonly knownEgress: readonly string[];
};

/** Everything that the parts of a run share. */
export type RunContext = {
  readonly run: RunRecord;
  readonly suite: Suite;
  readonly plan: Plan;
  readonly strategies: ReadonlyMap<string, RunnableStrategy>;
  readonly observation: Observation;
  /** the simulated vendor, null when a real one answers */
  readonly vendor: Vendor | null;
  readonly time: ExperimentTime;
  readonly store: Pick<Store, "saveReplay" | "saveSession" | "saveChallenge" | "updateRun">;
  readonly credential: SessionConfig["credential"];
  /** temporary folder of this sitting, removed at its end */
  readonly folder: string;
  /** value of the marker variable of all processes of this sitting */
  readonly marker: string;
  readonly concurrency: number;
  readonly withChallenges: boolean;
  readonly parse: ParseSource;
  /** pristine content of each workspace, by its folder */
  readonly pristine: ReadonlyMap<string, Snapshot>;
  readonly checkSuccess: CheckSuccess;
  /** takes secrets out of what is about to be recorded */
  readonly redact: <T>(value: T) => T;
  readonly emit: (event: RunEvent) => void;
  /** aborted when the run is to stop; what is in flight then is dropped, not saved */
  readonly signal: AbortSignal;
};

/** @throws Error when the plan names a strategy that was not prepared: a bug, not a user's mistake */
export function strategyOf(context: RunContext, id: string): RunnableStrategy {
  const found = context.strategies.get(id);
  if (found === undefined)
    throw new Error(`The plan names strategy ${id}, which was not prepared.`);
  return found;
}
