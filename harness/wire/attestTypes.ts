import type { WireSummary } from "../record/record.ts";
import type { ObservedRequest, ProcessSighting } from "./types.ts";

/** What a replay's strategy promised. */
export type Expectation = {
  /** the process whose requests were taken */
  readonly processId: string;
  /** exact version of the client; null when the wire cannot know it */
  readonly cliVersion: string | null;
  /** of the program as it was installed; null when it is no single file */
  readonly programSha256: string | null;
  readonly model: string;
  readonly betas: {
    readonly mode: "forwarded" | "suppressed";
    /** what every request of the conversation carries, measured before the run; null when it was not */
    readonly expected: readonly string[] | null;
    /** what it would carry if nothing were suppressed; null or absent when that was not measured */
    readonly unsuppressed?: readonly string[] | null;
  };
  /** absent: as given */
  readonly flags?: "as-given" | "frozen";
  /** no earlier message of the conversation may reach the vendor; else what the process said before must */
  readonly emptyContext: boolean;
  /** what the user says first in this replay; absent: not known, so that prompts are not compared */
  readonly prompt?: string;
  /** no earlier replay of the lane may have used this process */
  readonly newProcess: boolean;
  /** no earlier replay of the lane may have shown this device; else all must have shown the same */
  readonly freshDevice: boolean;
  /** the device that the client was told to be; absent: not known */
  readonly deviceId?: string;
  /** hosts and ports that this version tries to reach whatever it is told */
  readonly knownEgress: readonly string[];
};

/** What a replay showed, on the wire and outside of it. */
export type Sighting = {
  /** in the order in which they came */
  readonly requests: readonly ObservedRequest[];
  readonly summary: WireSummary | null;
  readonly process: ProcessSighting;
  /** what the client said when it did not clear its conversation; null when it did, or was not asked to */
  readonly clearFailure: string | null;
};

/** What the check needs to know of a lane's earlier replay. */
export type EarlierReplay = {
  readonly processId: string;
  readonly deviceId: string | null;
  /** what the user said in it; absent: not known */
  readonly prompts?: readonly string[];
};

/** A replay as the checks see it. */
export type Watched = {
  readonly expected: Expectation;
  readonly seen: Sighting;
  readonly earlier: readonly EarlierReplay[];
  /** its requests that carry the conversation, in order */
  readonly conversation: readonly ObservedRequest[];
};

/** What a check found, in plain words; a check that has nothing to say finds nothing. No reason contains "; ". */
export type Finding =
  | { readonly kind: "shown"; readonly evidence: string }
  | { readonly kind: "contradicted"; readonly reason: string };

/** Looks at one promise. */
export type Check = (watched: Watched) => readonly Finding[];
