import type { Slice } from "../../statistics/statistics.ts";

/** The world that is believed in before anything was measured (STATISTICS 2b); printed with every answer that rests on it. */
export const workingWorld: Slice = { degradedShare: 0.1, healthyRate: 0.05, degradedRate: 0.8 };
