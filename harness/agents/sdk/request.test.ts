import { expect, test } from "vitest";
import { frameOf } from "./request.ts";
import { findRevision } from "./revisions.ts";

function thinkingOf(model: string): string | undefined {
  const revision = findRevision("1.0.0");
  if (revision === null) throw new Error("revision 1.0.0 is gone");
  const credential = { source: "ANTHROPIC_API_KEY", value: "k" } as const;
  const options = { model, revision, suppressBetas: false, credential };
  return frameOf(options, { deviceId: "d", sessionId: "s", cwd: "/w" }).thinking?.type;
}

test.for([
  "claude-sonnet-4-20250514",
  "claude-sonnet-4-5",
  "claude-haiku-4-5-20251001",
  "claude-opus-4-1",
])("%s knows only thinking budgets and gets one", (model) =>
  expect(thinkingOf(model)).toBe("enabled"),
);

test.for(["claude-sonnet-4-6", "claude-opus-4-7", "claude-opus-5-5", "my-local-model"])(
  "%s refuses or deprecates thinking budgets and gets adaptive thinking",
  (model) => expect(thinkingOf(model)).toBe("adaptive"),
);
