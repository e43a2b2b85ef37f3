import { hashToUnit } from "../base/base.ts";
import { channelDistance } from "../divergence/divergence.ts";
import type { Channel } from "../record/record.ts";
import { structureOf, type Structure, type SyntaxNode } from "../structure/structure.ts";
import { unknownUsage, type Step, type Transcript } from "../transcript/transcript.ts";

/*
 * `node structureSpeedPart.ts trees NODES RELATION` and `… calls CALLS`: what `structureSpeed.ts` measures, each in a process of
 * its own, so that peak memory is that of one size alone. Prints JSON.
 */

export type TreeCost = {
  /** of the two files together */
  readonly nodes: number;
  readonly distance: number;
  readonly milliseconds: number;
  readonly peakMegabytes: number;
};

export type CallsCost = {
  readonly calls: number;
  /** of one transcript */
  readonly structureMilliseconds: number;
  readonly distances: readonly {
    readonly channel: Channel;
    readonly distance: number;
    readonly milliseconds: number;
  }[];
  readonly peakMegabytes: number;
};

const measured: readonly Channel[] = ["tools", "targets", "files", "answer", "effort"];

const [part, size = "", relation = ""] = process.argv.slice(2);
if (part === "trees") print(treeCost(Number(size), relation));
if (part === "calls") print(callsCost(Number(size)));

function print(cost: TreeCost | CallsCost): void {
  process.stdout.write(JSON.stringify(cost));
}

function treeCost(nodes: number, relation: string): TreeCost {
  // Compiled and warm, as in an analysis.
  for (let round = 0; round < 3; round++) distanceOfTrees(500, "near", `warm ${round}`);
  return { ...distanceOfTrees(nodes, relation, "bench"), peakMegabytes: peakMegabytes() };
}

/** `near` differs in one statement of a hundred, `unrelated` throughout, of the same kinds of nodes. */
function distanceOfTrees(nodes: number, relation: string, seed: string) {
  const changed = relation === "equal" ? 0 : relation === "near" ? 0.01 : 1;
  const [a, b] = [fileOf(nodes, seed, 0), fileOf(nodes, seed, changed)];
  const [distance, milliseconds] = timed(() => channelDistance("code", a, b));
  return { nodes: sizeOf(a) + sizeOf(b), distance, milliseconds };
}

function fileOf(nodes: number, seed: string, changed: number): Structure {
  const statements = Array.from({ length: Math.round(nodes / 20) }, (_none, at) =>
    subtree(
      hashToUnit(seed, at, "changed") < changed ? `${seed} other ${at}` : `${seed} ${at}`,
      20,
    ),
  );
  const functions = [...Map.groupBy(statements, (_one, at) => Math.floor(at / 12)).values()];
  const tree = {
    label: "program",
    children: functions.map((children) => ({ label: "function", children })),
  };
  const change = { path: "a.ts", kind: "modified", before: null, after: "", hash: null } as const;
  return structureOf({ transcript: transcriptOf([]), changes: [change] }, () => tree);
}

/** A statement of so many nodes; labels are as unevenly frequent as in code. */
function subtree(seed: string, nodes: number): SyntaxNode {
  const label = `kind ${Math.floor(hashToUnit(seed, nodes, "label") ** 2 * 60)}`;
  const children: SyntaxNode[] = [];
  let left = nodes - 1;
  while (left > 0) {
    const own = 1 + Math.floor(hashToUnit(seed, left, nodes) * left);
    children.push(subtree(`${seed} ${left}`, own));
    left -= own;
  }
  return { label, children };
}

function sizeOf(structure: Structure): number {
  return structure.code.reduce((sum, unit) => sum + (unit.form === "tree" ? unit.size : 0), 0);
}

function callsCost(calls: number): CallsCost {
  for (let round = 0; round < 3; round++) structureOfCalls(300, `warm ${round}`, 1);
  const [a, structureMilliseconds] = timed(() => structureOfCalls(calls, "bench", 0));
  const b = structureOfCalls(calls, "bench", 0.05);
  const distances = measured.map((channel) => {
    const [distance, milliseconds] = timed(() => channelDistance(channel, a, b));
    return { channel, distance, milliseconds };
  });
  return { calls, structureMilliseconds, distances, peakMegabytes: peakMegabytes() };
}

/** Reads, edits, searches and commands on a tenth as many files; of the calls a share is another. */
function structureOfCalls(calls: number, seed: string, changed: number): Structure {
  const steps = Array.from({ length: calls }, (_none, at): Step => {
    const own = hashToUnit(seed, at, "changed") < changed ? `${seed} other` : seed;
    const file = `/srv/app/src/f${Math.floor((hashToUnit(own, at, "file") * calls) / 10)}.ts`;
    const inputs = [
      ["Read", { file_path: file }],
      ["Edit", { file_path: file, old_string: "a", new_string: "b" }],
      ["Grep", { pattern: "x", path: file }],
      ["Bash", { command: `cd /srv/app && npm test -- ${file} 2>&1 | tail -5` }],
    ] as const;
    const [name, input] = inputs[Math.floor(hashToUnit(own, at, "tool") * 4)] ?? inputs[0];
    return {
      kind: "calls",
      calls: [{ id: String(at), name, input, outcome: { kind: "ok", output: "" } }],
    };
  });
  const changes = Array.from({ length: Math.ceil(calls / 20) }, (_none, at) => ({
    path: `src/f${at}.ts`,
    kind: "modified" as const,
    before: null,
    after: null,
    hash: "",
  }));
  const answer: Step = {
    kind: "text",
    text: "# Done\n\n- one\n- two\n\n```ts\nx\n```\n".repeat(20),
  };
  return structureOf({ transcript: transcriptOf([...steps, answer]), changes }, () => null);
}

function transcriptOf(steps: readonly Step[]): Transcript {
  return {
    schema: "sametwice.transcript/1",
    turns: [{ prompt: "", steps, usage: unknownUsage, wallMs: 0 }],
    ending: { kind: "completed" },
  };
}

/** CPU, user and system: on a busy machine the wall says little. */
function timed<T>(work: () => T): [result: T, milliseconds: number] {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1_000];
}

function peakMegabytes(): number {
  return process.resourceUsage().maxRSS / 1024;
}
