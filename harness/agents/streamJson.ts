/** The driver for any program that speaks stream-json; for the agents of this folder, not for outsiders. */
export type { DriverConfig, Launch } from "./streamJson/exchange.ts";
export { startStreamJsonSession, type StreamJsonSession } from "./streamJson/session.ts";
