import fc from "fast-check";
import type { FileChange } from "../../record/record.ts";
import { unknownUsage, type Step, type ToolCall } from "../../transcript/transcript.ts";
import type { StructureInput } from "../structure.ts";

/** What differs between two replays in which the agent did the same. */
export type World = {
  readonly workspace: string;
  readonly ids: readonly [string, string];
  readonly dates: readonly [string, string];
  /** where a temporary folder was made */
  readonly temporary: string;
  /** between the words of commands and answers */
  readonly gap: string;
  /** before the ids of calls, so that none is in two worlds */
  readonly callId: string;
  /** turns the calls of one message round */
  readonly rotation: number;
  readonly toolCase: "given" | "lower" | "snake";
};

const twice = (text: fc.Arbitrary<string>) => fc.tuple(text, text);
const hex = (length: number) =>
  fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`)).map((text) => text);
const id = fc.oneof(
  fc.uuid(),
  hex(32),
  hex(40),
  hex(64),
  fc.stringMatching(/^toolu_[0-9A-Za-z]{24}$/),
);
const moment = fc.date({
  min: new Date("2017-08-01T00:00:00Z"),
  max: new Date("2030-01-01T00:00:00Z"),
  noInvalidDate: true,
});
const date = fc.tuple(moment, fc.nat(5)).map(([when, form]) => {
  const iso = when.toISOString();
  const compact = iso.replace(/[-:]/g, "").replace(/\..*/, "");
  const forms = [
    iso,
    iso.slice(0, 10),
    iso.slice(0, 16).replace("T", " "),
    compact,
    compact.replace("T", ""),
    String(when.getTime()),
  ];
  return forms[form] ?? iso;
});
const place = fc.stringMatching(/^(\/[a-z][a-z0-9-]{0,8}){1,4}$/);

export const world: fc.Arbitrary<World> = fc.record({
  workspace: fc.oneof(
    place,
    place.map((path) => `/tmp${path}`),
  ),
  ids: twice(id),
  dates: twice(date),
  temporary: fc.oneof(
    fc.stringMatching(/^\/tmp\/tmp\.[A-Za-z0-9]{10}$/),
    fc.stringMatching(/^\/tmp\/build-[a-z][0-9][A-Za-z0-9]{4}$/),
    fc.stringMatching(/^\/private\/tmp\/build-[a-z][0-9][A-Za-z0-9]{4}$/),
    fc.stringMatching(/^\/var\/folders\/[a-z0-9]{2}\/[a-z0-9_]{12}\/T\/tmp[a-z0-9_]{8}$/),
  ),
  gap: fc.constantFrom(" ", "  ", "\t", "   "),
  callId: fc.stringMatching(/^[a-z]{4}$/),
  rotation: fc.nat(5),
  toolCase: fc.constantFrom("given", "lower", "snake"),
});

/** `{W}` is the workspace, `{I}` and `{J}` are ids, `{D}` and `{E}` dates, `{T}` a temporary folder, `_` a gap. */
type Template = string;

type PlannedCall = { readonly name: string; readonly input: Readonly<Record<string, Template>> };

export type PlannedStep =
  | { readonly kind: "thinking" }
  | { readonly kind: "text"; readonly text: Template }
  | { readonly kind: "calls"; readonly calls: readonly PlannedCall[] };

export type Plan = {
  readonly steps: readonly PlannedStep[];
  readonly changes: readonly { readonly path: Template; readonly kind: FileChange["kind"] }[];
};

const file = fc.constantFrom("src/a.ts", "src/b.ts", "docs/{D}.md", "out/{I}/x.json", "e.txt");
const inWorkspace = file.map((path) => `{W}/${path}`);
const somewhere = fc.oneof(
  { weight: 4, arbitrary: inWorkspace },
  fc.constantFrom("{T}/log.txt", "/etc/hosts", "/opt/x/hosts"),
);
const command = fc.constantFrom(
  "npm_test",
  "cd_{W}_&&_npm_run_test",
  "git_-C_{W}_commit_-m_{D}",
  "cat_{W}/src/a.ts_|_head_-5",
  "ls_{T}",
  "grep_-rn_{I}_{W}",
  "node_{W}/tool.js_--since_{E}_--run_{J}",
  "sed_-i_s/a/b/_{W}/src/b.ts",
);

export const plannedCall: fc.Arbitrary<PlannedCall> = fc.oneof(
  somewhere.map((path) => ({ name: "Read", input: { file_path: path } })),
  inWorkspace.map((path) => ({
    name: "Edit",
    input: { file_path: path, old_string: "{D}", new_string: "{E}" },
  })),
  inWorkspace.map((path) => ({ name: "Write", input: { file_path: path, content: "{I}" } })),
  command.map((text) => ({ name: "Bash", input: { command: text } })),
  inWorkspace.map((path) => ({ name: "Grep", input: { pattern: "x {J}", path } })),
  fc.constant({ name: "Glob", input: { pattern: "**/*.ts", path: "{W}" } }),
  fc.constantFrom("a", "b").map((q) => ({ name: "mcp__db__query", input: { q: `${q} {D} {I}` } })),
);

const plannedStep: fc.Arbitrary<PlannedStep> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: "thinking" as const }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        "I_look._{D}",
        "Now_{W}/src/a.ts",
        "#_Done\n\n-_one\n-_two_{I}\n",
        "`{J}`_is_it",
      )
      .map((text) => ({ kind: "text" as const, text })),
  },
  {
    weight: 4,
    arbitrary: fc
      .array(plannedCall, { minLength: 1, maxLength: 3 })
      .map((calls) => ({ kind: "calls" as const, calls })),
  },
);

export const plan: fc.Arbitrary<Plan> = fc.record({
  steps: fc.array(plannedStep, { maxLength: 10 }),
  changes: fc.uniqueArray(
    fc.record({ path: file, kind: fc.constantFrom("created", "modified", "deleted") }),
    { selector: ({ path }) => path },
  ),
});

/** The plan as it would be recorded in a world. */
export function inputOf({ steps, changes }: Plan, world: World): StructureInput {
  const turn = {
    prompt: "Fix it.",
    steps: steps.map((step, at) => stepIn(step, world, at)),
    usage: unknownUsage,
    wallMs: 1,
  };
  return {
    transcript: { schema: "sametwice.transcript/1", turns: [turn], ending: { kind: "completed" } },
    changes: changes.map(({ path, kind }) => ({
      path: filled(path, world),
      kind,
      before: null,
      after: kind === "deleted" ? null : `of ${path.length}`,
      hash: null,
    })),
    workspace: world.workspace,
  };
}

function stepIn(step: PlannedStep, world: World, at: number): Step {
  if (step.kind === "thinking") return { kind: "thinking", text: world.callId };
  if (step.kind === "text") return { kind: "text", text: filled(step.text, world) };
  const calls = step.calls.map((call, nth) => callIn(call, world, `${at}-${nth}`));
  const turned = world.rotation % calls.length;
  return { kind: "calls", calls: [...calls.slice(turned), ...calls.slice(0, turned)] };
}

function callIn({ name, input }: PlannedCall, world: World, at: string): ToolCall {
  return {
    id: `${world.callId}-${at}`,
    name: spelled(name, world.toolCase),
    input: Object.fromEntries(
      Object.entries(input).map(([key, value]) => [
        key,
        // Only commands have gaps: `file_path` and patterns mean what they say.
        filled(value, key === "command" ? world : { ...world, gap: "_" }),
      ]),
    ),
    outcome: { kind: "ok", output: world.callId },
  };
}

function spelled(name: string, toolCase: World["toolCase"]): string {
  if (toolCase === "given") return name;
  return toolCase === "lower" || name.includes("_")
    ? name.toLowerCase()
    : name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
}

function filled(template: Template, world: World): string {
  return template
    .replaceAll("_", world.gap)
    .replaceAll("{W}", world.workspace)
    .replaceAll("{I}", world.ids[0])
    .replaceAll("{J}", world.ids[1])
    .replaceAll("{D}", world.dates[0])
    .replaceAll("{E}", world.dates[1])
    .replaceAll("{T}", world.temporary);
}
