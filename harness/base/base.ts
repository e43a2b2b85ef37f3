export { canonicalJson, type Json } from "./canonicalJson.ts";
export { systemClock, type Clock } from "./clock.ts";
export {
  describeUserError,
  messageOf,
  UserError,
  UserErrors,
  type SourcePosition,
} from "./errors.ts";
export { hashToUnit, mulberry32, seededRandom, sha256, shuffled, type Random } from "./random.ts";
export { counted, formatDuration, formatUsd, parseDuration } from "./units.ts";
export { priceOf, type Price } from "./prices.ts";
export { createRedactor, type Redactor } from "./redact.ts";
