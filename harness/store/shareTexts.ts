import type { Step, ToolCall, Transcript } from "../transcript/transcript.ts";

/**
 * Makes equal texts of all transcripts that it is given one string. Replays of a prompt read the same files and run the same commands, so that half
 * of the memory that a loaded run takes would be copies.
 */
export function createTextSharing(): (transcript: Transcript) => Transcript {
  const known = new Map<string, string>();
  const share = (text: string): string => {
    const before = known.get(text);
    if (before !== undefined) return before;
    known.set(text, text);
    return text;
  };
  // Unknown keys, which newer versions may have written, stay.
  const shareCall = ({ name, input, outcome, ...call }: ToolCall): ToolCall => ({
    ...call,
    name: share(name),
    input: Object.fromEntries(
      Object.entries(input).map(([key, value]) => [
        key,
        typeof value === "string" ? share(value) : value,
      ]),
    ),
    outcome: outcome.kind === "open" ? outcome : { ...outcome, output: share(outcome.output) },
  });
  const shareStep = (step: Step): Step =>
    step.kind === "calls" ? { ...step, calls: step.calls.map(shareCall) } : step;
  return (transcript) => ({
    ...transcript,
    turns: transcript.turns.map((turn) => ({
      ...turn,
      prompt: share(turn.prompt),
      steps: turn.steps.map(shareStep),
    })),
  });
}
