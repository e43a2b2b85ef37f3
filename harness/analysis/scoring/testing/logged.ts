import type { GroupKeys } from "../../../importers/importers.ts";
import { unknownUsage, type ToolCall, type Transcript } from "../../../transcript/transcript.ts";
import { loggedReplay } from "../loggedReplay.ts";
import type { LoggedReplay, LoggedTranscript } from "../types.ts";

/** A successful call. */
export const call = (name: string, input: ToolCall["input"] = {}, output = ""): ToolCall => ({
  id: "",
  name,
  input,
  outcome: { kind: "ok", output },
});

/** One turn with one call after the other and an answer. */
export function transcriptOf(calls: readonly ToolCall[], answer = "Done."): Transcript {
  const steps = [
    ...calls.map((one) => ({ kind: "calls" as const, calls: [one] })),
    ...(answer === "" ? [] : [{ kind: "text" as const, text: answer }]),
  ];
  return {
    schema: "sametwice.transcript/1",
    turns: [{ prompt: "go", steps, usage: unknownUsage, wallMs: 1000 }],
    ending: { kind: "completed" },
  };
}

/** A replay of a log; what is not given is unknown. Sources are compared by tokens. */
export function logged(
  session: string,
  parts: {
    readonly tools?: readonly string[];
    readonly answer?: string;
    readonly keys?: Partial<GroupKeys>;
    readonly more?: Partial<LoggedTranscript>;
  } = {},
): LoggedReplay {
  const { tools = ["Read", "Edit"], answer = "Done.", keys = {}, more = {} } = parts;
  const group = { prompt: "p", session, strategy: null, version: null, date: null, model: null };
  return loggedReplay(
    `${session}`,
    {
      file: `${session}.jsonl`,
      transcript: transcriptOf(
        tools.map((name) => call(name, { path: "src/a.ts" })),
        answer,
      ),
      group: { ...group, ...keys },
      thread: { kind: "main" },
      outcome: null,
      workspace: "/w",
      changes: null,
      firstMessage: null,
      ...more,
    },
    () => null,
  );
}
