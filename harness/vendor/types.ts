/** A running simulated vendor. Its clock is the harness's experiment time, announced replay by replay. */
export type Vendor = {
  /** `http://127.0.0.1:PORT`, to be followed by `/p/<processId>` or used with the header `x-sametwice-process` */
  readonly baseUrl: string;
  readonly profile: VendorProfileSummary;
  /** Tells which replay the process plays next and at what experiment time; draws depend on nothing but this and the seed. */
  readonly announce: (replay: AnnouncedReplay) => void;
  readonly close: () => Promise<void>;
};

export type VendorProfileSummary = {
  readonly name: string;
  readonly description: string;
  readonly time: VirtualTime;
};

/** How experiment time passes in simulated runs. */
export type VirtualTime = {
  readonly replayMinutes: number;
  /** what starting a process adds */
  readonly startMinutes: number;
  /** a pause before every n-th replay of a session; null when the profile has none */
  readonly pause: { readonly every: number; readonly minutes: number } | null;
  /** minutes between the starts of two waves */
  readonly waveMinutes: number;
};

export type AnnouncedReplay = {
  readonly processId: string;
  readonly replayId: string;
  /** identity (HOME) of the process */
  readonly device: string;
  readonly account: string;
  /** minutes since the run began */
  readonly atMinute: number;
  readonly sessionAgeMinutes: number;
  readonly idleMinutes: number;
  /** conversations this process has begun before this replay */
  readonly conversation: number;
};
