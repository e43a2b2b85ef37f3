import { structureOf } from "../../structure/structure.ts";
import { unknownUsage, type ToolCall, type Transcript } from "../../transcript/transcript.ts";
import type { BehaviourReplay, StepView } from "./types.ts";

type CallView = Extract<StepView, { readonly kind: "call" }>;

const longestAim = 120;
const longestText = 240;

/**
 * What a replay did, step by step, as people read it. Thoughts are left out: reports show what was done and said. Calls come in the order of
 * the structure's `tools`, so that the n-th call here is the n-th token there.
 */
export function stepsOf(replay: BehaviourReplay): readonly StepView[] {
  const { structure, transcript } = replay;
  if (transcript === null)
    return structure.tools.map((token, index) => bareCall(replay, token, index));
  let calls = 0;
  return transcript.turns.flatMap((turn) =>
    turn.steps.flatMap((step): readonly StepView[] => {
      switch (step.kind) {
        case "thinking":
          return [];
        case "text":
          return [{ kind: "text", text: shortened(step.text, longestText) }];
        case "calls":
          return inCanonicalOrder(step.calls, replay.workspace).map((call) =>
            callView(replay, call, calls++),
          );
      }
    }),
  );
}

function bareCall({ structure }: BehaviourReplay, token: string, index: number): StepView {
  const aim = structure.targets[index]?.target ?? "";
  return { kind: "call", token, aim: isDigest(aim) ? "" : aim, outcome: null };
}

function callView({ structure, workspace }: BehaviourReplay, call: ToolCall, at: number): CallView {
  const target = structure.targets[at]?.target ?? "";
  const readable = isDigest(target) || target === "" ? aimOf(call, workspace) : target;
  return {
    kind: "call",
    token: structure.tools[at] ?? call.name,
    aim: shortened(readable, longestAim),
    outcome: call.outcome.kind,
  };
}

/** Calls of one message are sorted by structure, because their order is a race. */
function inCanonicalOrder(
  calls: readonly ToolCall[],
  workspace: string | null,
): readonly ToolCall[] {
  if (calls.length === 1) return calls;
  return calls
    .map((call) => ({ call, key: keyOf(call, workspace) }))
    .sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1))
    .map(({ call }) => call);
}

function keyOf(call: ToolCall, workspace: string | null): string {
  const transcript: Transcript = {
    schema: "sametwice.transcript/1",
    turns: [
      { prompt: "", steps: [{ kind: "calls", calls: [call] }], usage: unknownUsage, wallMs: 0 },
    ],
    ending: { kind: "completed" },
  };
  const place = workspace === null ? {} : { workspace };
  const { tools, targets } = structureOf({ transcript, changes: [], ...place }, () => null);
  return JSON.stringify([tools[0], targets[0]?.target]);
}

/** A digest tells equal from different and nothing to a reader. */
function isDigest(target: string): boolean {
  return target.startsWith("#");
}

const telling = ["command", "cmd", "file_path", "path", "pattern", "query", "url", "description"];

/** What of a call's arguments says most. */
function aimOf({ input }: ToolCall, workspace: string | null): string {
  const named = telling.map((key) => input[key]).find((value) => typeof value === "string");
  const any = named ?? Object.values(input).find((value) => typeof value === "string");
  const text = typeof any === "string" ? any : "";
  return workspace === null || workspace === "" ? text : text.replaceAll(`${workspace}/`, "");
}

/** One line of at most so many characters. */
export function shortened(text: string, most: number): string {
  // No more is looked at than can be shown, because an output may be megabytes.
  const line = text
    .slice(0, 4 * most)
    .replace(/\s+/g, " ")
    .trim();
  const isWhole = line.length <= most && text.length <= 4 * most;
  // Half of a character of two code units is none.
  return isWhole ? line : `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
