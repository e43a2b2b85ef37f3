/**
 * Ends the command at Ctrl-C by `process.exit`, so that what agents are alive are ended with it: a signal's own way of
 * ending a process runs none of the precautions for that.
 */
export function exitOnInterrupt(): void {
  process.once("SIGINT", () => process.exit(130)).once("SIGTERM", () => process.exit(143));
}
