import type { EgressAttempt } from "./types.ts";

/** Who tried to go where. */
export type EgressNotebook = {
  /** Makes a process known; returns its name in the spelling of a URL's user part. */
  readonly introduce: (processId: string) => string;
  /** The process that a `Proxy-Authorization` header names; null for none and for a name that was never given out. */
  readonly whoIs: (authorization: string | undefined) => string | null;
  readonly note: (processId: string | null, attempt: EgressAttempt) => void;
  /** Returns and forgets what a process tried. */
  readonly take: (processId: string) => readonly EgressAttempt[];
  /** What could be attributed to nobody so far. */
  readonly unattributed: () => readonly EgressAttempt[];
};

/** Per process: enough to see what it wants; one that tries for ever must not fill the memory. */
const mostAttempts = 100;

/** A client that was asked for its name gives it at once, on a new connection. */
const soonMs = 5_000;

/** An empty notebook. */
export function createEgressNotebook(): EgressNotebook {
  /** process ids by their names: as in the URL, and as a client decodes it */
  const known = new Map<string, string>();
  const attempts = new Map<string, EgressAttempt[]>();
  let nameless: readonly EgressAttempt[] = [];

  return {
    introduce: (processId) => {
      const name = encodeURIComponent(processId);
      known.set(name, processId).set(processId, processId);
      return name;
    },
    whoIs: (authorization) => known.get(nameIn(authorization)) ?? null,
    note: (processId, attempt) => {
      if (processId === null) {
        if (nameless.length < mostAttempts) nameless = [...nameless, attempt];
        return;
      }
      nameless = withoutAsked(nameless, attempt);
      const own = attempts.get(processId) ?? [];
      if (own.length < mostAttempts) attempts.set(processId, [...own, attempt]);
    },
    take: (processId) => {
      const own = attempts.get(processId) ?? [];
      attempts.delete(processId);
      return own;
    },
    unattributed: () => nameless,
  };
}

/** The user of `Basic <user:x in base64>`; "" for anything else. */
function nameIn(authorization = ""): string {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(authorization)?.[1] ?? "";
  return Buffer.from(encoded, "base64")
    .toString("utf8")
    .replace(/:[^:]*$/, "");
}

/** An attempt that now comes with a name was noted without it just before, when the client was asked for it. */
function withoutAsked(
  nameless: readonly EgressAttempt[],
  named: EgressAttempt,
): readonly EgressAttempt[] {
  const index = nameless.findIndex(
    (one) => one.target === named.target && named.atMs - one.atMs < soonMs,
  );
  return index < 0 ? nameless : nameless.toSpliced(index, 1);
}
