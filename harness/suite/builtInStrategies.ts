import type { Strategy } from "./types.ts";

const never = { ttlMs: null, toolCalls: null, whenDegraded: false } as const;
const minuteMs = 60_000;

/** The versions that pinned strategies use when a suite names no others. */
const pinned = { "claude-code": "2.1.300", sdk: "1.1.0" } as const;

/** `/clear` between replays, one process for the whole lane, the client as given: what the others are compared with. */
const reset: Strategy = {
  id: "reset",
  description: "/clear between replays; the process lives as long as its lane (the baseline)",
  conversation: "clear",
  recycle: never,
  identity: "lane",
  pin: null,
  betas: "forwarded",
  flags: "as-given",
  claim: { gain: "None", parity: "Full", overhead: "Low" },
};

/** The strategies that every suite may name; each differs from `reset` in what it lists. The claims are the field's own words. */
export const builtInStrategies: readonly Strategy[] = [
  reset,
  {
    ...reset,
    id: "restart",
    description: "a new process for every replay",
    conversation: "new-process",
    claim: { gain: "High (~90 % success)", parity: "Full", overhead: "Medium" },
  },
  {
    ...reset,
    id: "suppress-betas",
    description: "experimental beta headers are not sent",
    betas: "suppressed",
    claim: { gain: "Very high", parity: "Reduced", overhead: "Low" },
  },
  {
    ...reset,
    id: "pin-ttl",
    description:
      "a pinned version; a new process once the old one is 45 minutes old, never mid-replay",
    recycle: { ...never, ttlMs: 45 * minuteMs },
    pin: pinned,
    claim: { gain: "Maximum", parity: "Controlled", overhead: "Medium-High" },
  },
  {
    ...reset,
    id: "eval",
    description:
      "the field's advice for eval benchmarks: pinned, no betas, a new process after 30 minutes or 80 tool calls",
    recycle: { ...never, ttlMs: 30 * minuteMs, toolCalls: 80 },
    pin: pinned,
    betas: "suppressed",
    claim: null,
  },
  {
    ...reset,
    id: "guarded",
    description: "a new process when the health check fails: redrawn only when it looks degraded",
    recycle: { ...never, whenDegraded: true },
    claim: null,
  },
  {
    ...reset,
    id: "fresh-identity",
    description:
      "a new process and a new config directory for every replay: is it the device that sticks?",
    conversation: "new-process",
    identity: "fresh",
    claim: null,
  },
  {
    ...reset,
    id: "flag-freeze",
    description: "client-side feature flags are off",
    flags: "frozen",
    claim: null,
  },
  {
    ...reset,
    id: "continue",
    description: "nothing is reset: the context accumulates (the sham)",
    conversation: "keep",
    claim: null,
  },
];

/** In the order of the list above. */
export const builtInIds: readonly string[] = builtInStrategies.map((strategy) => strategy.id);

/** Strategies that are defined but cannot be run yet, each with the reason; run as they are, they would behave like the baseline. */
export const notYetRunnable: Readonly<Record<string, string>> = {
  guarded: "the health check that it needs is not built yet",
};
