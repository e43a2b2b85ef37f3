import { z } from "zod";
import { builtInIds } from "./builtInStrategies.ts";
import { foundText, pathText, suggestion, type Path, type Problem } from "./problem.ts";
import { sizeProblem } from "./size.ts";
import { workspaceProblem, type Places } from "./workspace.ts";

const looseText = z.string().optional().catch(undefined);
const looseMapping = z
  .object({
    id: looseText,
    extends: looseText,
    workspace: looseText,
    pin: z.unknown().optional(),
    cli: z.unknown().optional(),
  })
  .transform((fields) => ({ isMapping: true, ...fields }));
const looseEntry = z.union([
  z.string().transform((id) => ({ isMapping: false, id })),
  looseMapping,
  z.unknown().transform(() => ({ isMapping: false })),
]);
type LooseEntry = { readonly isMapping: boolean } & Partial<z.output<typeof looseMapping>>;
const looseEntries = z.array(looseEntry).catch([]);
const looseCount = (usual: number) => z.int().min(1).catch(usual);
const looseRate = (usual: number) => z.number().catch(usual);
const usualBorders = { tolerated: 0.05, promised: 0.1 };
const usualSize = { lanes: 30, perPrompt: 2, waves: 3 };

/** As much of a suite as can be read, however wrong the rest is, so that all mistakes are found in one reading. */
const looseSuite = z
  .object({
    workspace: looseText,
    prompts: looseEntries,
    strategies: looseEntries,
    size: z
      .object({ lanes: looseCount(30), perPrompt: looseCount(2), waves: looseCount(3) })
      .catch(usualSize),
    stop: z.object({ tolerated: looseRate(0.05), promised: looseRate(0.1) }).catch(usualBorders),
  })
  .catch({ prompts: [], strategies: [], size: usualSize, stop: usualBorders });

/** Mistakes that lie between fields, or between the suite and the disk. */
export function crossProblems(value: unknown, places: Places): readonly Problem[] {
  const suite = looseSuite.parse(value);
  const size = sizeProblem(suite.size);
  return [
    ...duplicates("prompts", suite.prompts),
    ...duplicates("strategies", suite.strategies),
    ...suite.strategies.flatMap(strategyProblems),
    ...(size === null ? [] : [{ path: ["size", size.key], at: "value" as const, ...size }]),
    ...stopProblems(suite.stop),
    ...workspaceProblems(suite, places),
  ];
}

/** A rate between the two would be neither too high nor low enough, and no run could ever tell. */
function stopProblems({ tolerated, promised }: typeof usualBorders): readonly Problem[] {
  if (tolerated <= promised) return [];
  return [
    {
      path: ["stop"],
      at: "value",
      message: `stop.tolerated is ${tolerated} and stop.promised is ${promised}; what is tolerated must not exceed what is promised.`,
      advice: "Write, for example, stop: { tolerated: 0.05, promised: 0.1 }.",
    },
  ];
}

function duplicates(list: string, entries: readonly LooseEntry[]): readonly Problem[] {
  return entries.flatMap(({ id }, index) => {
    const first = entries.findIndex((other) => other.id === id);
    if (id === undefined || first === index) return [];
    return {
      path: [list, index, "id"],
      at: "value",
      message: `${pathText([list, index])} has the id ${foundText(id)} of ${pathText([list, first])}; it must be unique.`,
      advice: `Write, for example, id: ${id}-2.`,
    };
  });
}

function strategyProblems(entry: LooseEntry, index: number): readonly Problem[] {
  const path = ["strategies", index];
  const problems: Problem[] = [];
  const isUnknown = entry.id !== undefined && !builtInIds.includes(entry.id);
  // A string is checked by the schema; a mapping whose id is new must say what it is made from, or a slip of the pen in
  // `pin-ttl` would silently compare the baseline with itself.
  if (isUnknown && entry.isMapping && entry.extends === undefined)
    problems.push(notExtending(path, entry.id ?? ""));
  if (entry.cli !== undefined && entry.pin !== undefined) {
    problems.push({
      path: [...path, "cli"],
      at: "key",
      message: `${pathText([...path, "cli"])} is given beside pin; it must be one of the two.`,
      advice: "Keep pin, which names the version for each agent.",
    });
  }
  return problems;
}

function notExtending(path: Path, id: string): Problem {
  const meant = suggestion(id, builtInIds);
  return {
    path: [...path, "id"],
    at: "value",
    message: `${pathText([...path, "id"])} is ${foundText(id)}; it must be one of ${builtInIds.join(", ")}, or come with extends.`,
    advice: meant === null ? "Write, for example, extends: reset." : `Did you mean ${meant}?`,
  };
}

function workspaceProblems(suite: z.output<typeof looseSuite>, places: Places): readonly Problem[] {
  const given = [
    { path: ["workspace"], workspace: suite.workspace },
    ...suite.prompts.map((prompt: LooseEntry, index) => ({
      path: ["prompts", index, "workspace"],
      workspace: prompt.workspace,
    })),
  ];
  return given.flatMap(({ path, workspace }) =>
    workspace === undefined ? [] : (workspaceProblem(path, workspace, places) ?? []),
  );
}
