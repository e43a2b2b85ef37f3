/**
 * Replays of known behaviour, for tests only. Nothing in production imports this file.
 */
import { seededRandom } from "../../base/base.ts";
import { structureOf } from "../../structure/structure.ts";
import { unknownUsage, type Ending, type ToolCall } from "../../transcript/transcript.ts";
import type { BehaviourOptions, BehaviourReplay } from "./types.ts";

/** What one replay does and where it stands. */
export type SyntheticBehaviour = {
  readonly id: string;
  /** a call each: `Read src/a.ts`, `$ npm test` */
  readonly steps: readonly string[];
  /** path and content of the changed files */
  readonly changed?: Readonly<Record<string, string>>;
  readonly answer?: string;
  readonly ending?: Ending;
} & Partial<
  Pick<
    BehaviourReplay,
    "session" | "lane" | "wave" | "version" | "strategy" | "clientConfiguration" | "diverged"
  >
>;

export function syntheticBehaviour(wanted: SyntheticBehaviour): BehaviourReplay {
  const { id, steps, changed = {}, answer = "Done.", ending = { kind: "completed" } } = wanted;
  const session = wanted.session ?? id;
  const transcript = {
    schema: "sametwice.transcript/1" as const,
    turns: [
      {
        prompt: "Do it.",
        steps: [
          ...steps.map((step, index) => ({ kind: "calls" as const, calls: [callOf(step, index)] })),
          { kind: "text" as const, text: answer },
        ],
        usage: unknownUsage,
        wallMs: 1,
      },
    ],
    ending,
  };
  const changes = Object.entries(changed).map(([path, after]) => ({
    path,
    kind: "modified" as const,
    before: null,
    after,
    hash: after,
  }));
  return {
    id,
    structure: structureOf({ transcript, changes, workspace: "/w" }, () => null),
    session,
    lane: wanted.lane ?? session,
    wave: wanted.wave ?? null,
    version: wanted.version ?? null,
    strategy: wanted.strategy ?? null,
    clientConfiguration: wanted.clientConfiguration ?? "as-given",
    diverged: wanted.diverged ?? null,
    transcript,
    workspace: "/w",
  };
}

function callOf(step: string, index: number): ToolCall {
  const [name = "", ...rest] = step.split(" ");
  const aim = rest.join(" ");
  const isShell = name === "$";
  return {
    id: `call-${index}`,
    name: isShell ? "Bash" : name,
    input: isShell ? { command: aim } : { file_path: `/w/${aim}` },
    outcome: { kind: "ok", output: "done" },
  };
}

export const syntheticOptions: BehaviourOptions = {
  level: 0.95,
  randomFor: (what) => seededRandom(7, what),
};
