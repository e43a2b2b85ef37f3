import type { EgressAttempt, EgressGuard, ObservedRequest, Recorder } from "../wire/wire.ts";

/** What stands between the processes of a run and everything outside of them. */
export type Observation = {
  /** where a process finds its vendor */
  readonly baseUrlFor: (processId: string) => string;
  /** proxy that refuses whatever a process tries past the recorder; undefined when nobody looks */
  readonly egressProxyFor: (processId: string) => string | undefined;
  /** what a process did since the last call; null when nobody looks */
  readonly take: (processId: string) => Promise<Seen | null>;
};

export type Seen = {
  readonly requests: readonly ObservedRequest[];
  readonly egress: readonly EgressAttempt[];
};

/** Every request passes the recorder; every other connection ends at the guard. */
export function observedBy(recorder: Recorder, guard: EgressGuard): Observation {
  return {
    baseUrlFor: recorder.baseUrlFor,
    egressProxyFor: guard.proxyFor,
    take: async (processId) => ({
      requests: await recorder.take(processId),
      egress: guard.take(processId),
    }),
  };
}

/** Processes speak to their vendor directly, and nothing of it is known. */
export function unobserved(baseUrlFor: (processId: string) => string): Observation {
  return {
    baseUrlFor,
    egressProxyFor: () => undefined,
    take: () => Promise.resolve(null),
  };
}
