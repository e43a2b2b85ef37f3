import { describeUserError, UserError, UserErrors } from "../base/base.ts";

/**
 * Says on stderr what went wrong: one line and no stack for a user's mistake, everything for ours.
 * @returns the exit code: 2, could not run
 */
export function reportFailure(error: unknown): number {
  if (error instanceof UserErrors) {
    for (const one of error.errors) process.stderr.write(`${describeUserError(one)}\n`);
  } else if (error instanceof UserError) {
    process.stderr.write(`${describeUserError(error)}\n`);
  } else {
    const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`This is a fault of sametwice, please report it.\n${details}\n`);
  }
  return 2;
}
