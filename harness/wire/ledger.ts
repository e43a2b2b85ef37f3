import type { ObservedRequest } from "./types.ts";

/** What each process sent, in order of arrival. */
export type Ledger = {
  /** Opens an entry; the returned function closes it. */
  readonly begin: (processId: string) => (observed: ObservedRequest) => void;
  /** Finished requests of a process since the last call; waits for those in flight, but not longer than told. */
  readonly take: (processId: string, patienceMs: number) => Promise<readonly ObservedRequest[]>;
};

type Entry = { observed: ObservedRequest | null; readonly closed: Promise<void> };

/** An empty ledger. */
export function createLedger(): Ledger {
  const entries = new Map<string, Entry[]>();

  const begin: Ledger["begin"] = (processId) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const entry: Entry = { observed: null, closed: promise };
    entries.set(processId, [...(entries.get(processId) ?? []), entry]);
    return (observed) => {
      entry.observed = observed;
      resolve();
    };
  };

  const take: Ledger["take"] = async (processId, patienceMs) => {
    const deadline = AbortSignal.timeout(patienceMs);
    const isOpen = () => entries.get(processId)?.some((entry) => entry.observed === null) ?? false;
    // Again after each wait: a request may have begun while we waited for another.
    while (isOpen() && !deadline.aborted) await allClosed(entries.get(processId) ?? [], deadline);
    const taken = entries.get(processId) ?? [];
    const open = taken.filter((entry) => entry.observed === null);
    if (open.length > 0) entries.set(processId, open);
    else entries.delete(processId);
    return taken.flatMap((entry) => (entry.observed === null ? [] : [entry.observed]));
  };

  return { begin, take };
}

async function allClosed(entries: readonly Entry[], deadline: AbortSignal): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const onLate = () => resolve();
  deadline.addEventListener("abort", onLate, { once: true });
  await Promise.race([Promise.all(entries.map((entry) => entry.closed)), late]);
  deadline.removeEventListener("abort", onLate);
}
