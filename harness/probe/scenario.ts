import type { ProbeStep } from "../record/record.ts";
import type { Script } from "../vendor/vendor.ts";

/** The steps in which something is played; `start` and `end` are watched in any case. */
export type PlayedStepId = Exclude<ProbeStep["id"], "start" | "end">;

/** In the order in which they are played, whatever the order in which they are asked for. */
export const playedSteps: readonly PlayedStepId[] = ["text", "tools", "clear", "after-clear"];

/** What the user says in each step; every prompt is told apart from the others by its own words. */
export const prompts: Readonly<Record<Exclude<PlayedStepId, "clear">, string>> = {
  text: "Probe: answer in one word, are you ready?",
  tools: "Probe: raise the limit in limit.js to 20 and run it.",
  "after-clear": "Probe: answer in one word, are you still there?",
};

/** Files of the workspace by name. Nothing in it may be read as instructions or as a project of some kind. */
export const workspaceFiles: Readonly<Record<string, string>> = {
  "limit.js": 'const limit = 10;\nconsole.log("limit", limit);\n',
};

type Steps = Script["ways"][number]["steps"];

function script(id: keyof typeof prompts, steps: Steps): Script {
  return { id, match: prompts[id], ways: [{ id: "usual", kind: "usual", steps }], degraded: [] };
}

/** One call at a time: the order in which the results of parallel calls arrive is a race in every version. */
export const scripts: readonly Script[] = [
  script("text", [{ answer: "Ready.", stop: "end_turn" }]),
  script("tools", [
    { calls: [{ read: "limit.js" }] },
    { calls: [{ edit: { path: "limit.js", old: "10", new: "20", all: false } }] },
    { calls: [{ bash: "node limit.js", about: "Run it" }] },
    { answer: "The limit is 20.", stop: "end_turn" },
  ]),
  script("after-clear", [{ answer: "Yes.", stop: "end_turn" }]),
];
