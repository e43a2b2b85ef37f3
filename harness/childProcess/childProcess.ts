export { basicEnvironment } from "./environment.ts";
export { type LineReader } from "./lines.ts";
export { findMarked, markerVariable, reapMarked, sweepOnExit } from "./reap.ts";
export {
  startChild,
  type Child,
  type ChildExit,
  type ChildOptions,
  type EndOrders,
  type EndReport,
} from "./spawn.ts";
export { watchTurn, type Expiry, type TurnLimits, type TurnWatch } from "./watch.ts";
