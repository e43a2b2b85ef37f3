import { expect, test } from "vitest";
import { describeEnding } from "./transcript.ts";

const crashed = (stderr: string) =>
  describeEnding({ kind: "crashed", exitCode: 1, signal: null, stderr });

test("a crash is told by the last line of what the process said, or by its exit code alone", () => {
  expect(crashed("(node:7) Warning: old\nerror: unknown option '--x'\n")).toBe(
    "the process ended with exit code 1: error: unknown option '--x'",
  );
  expect(crashed("")).toBe("the process ended with exit code 1");
  expect(describeEnding({ kind: "crashed", exitCode: null, signal: "SIGKILL", stderr: "" })).toBe(
    "the process ended with SIGKILL",
  );
});

test("a description is one short line that cannot steer a terminal", () => {
  expect(crashed("\u001b[31mred\u0007\u001b[0m")).not.toMatch(/\p{Cc}/u);
  expect(crashed("x".repeat(9_999))).toHaveLength(200);
  const message = "first line\nsecond";
  expect(describeEnding({ kind: "api-error", status: 529, message })).toBe(
    "API error 529: first line second",
  );
  expect(describeEnding({ kind: "timed-out", waitedFor: "idle", afterMs: 60_000 })).toBe(
    "no answer within 1 min 0 s (idle)",
  );
});
