import { execa } from "execa";
import { fileURLToPath } from "node:url";
import type { CallsCost, TreeCost } from "./structureSpeedPart.ts";

const part = fileURLToPath(new URL("structureSpeedPart.ts", import.meta.url));
const nodes = [1_000, 10_000];
const relations = ["equal", "near", "unrelated"];
const calls = [1_000, 50_000];

/** What two files of up to 10,000 nodes and transcripts of up to 50,000 calls cost, each in a process of its own. */
export async function measureStructureSpeed(): Promise<string> {
  const lines: string[] = [];
  for (const relation of relations) {
    let before: TreeCost | undefined;
    for (const size of nodes) {
      const cost: TreeCost = JSON.parse(await run(["trees", String(size), relation]));
      lines.push(`${relation} trees, ${describeTrees(cost, before)}`);
      before = cost;
    }
  }
  let before: CallsCost | undefined;
  for (const size of calls) {
    const cost: CallsCost = JSON.parse(await run(["calls", String(size)]));
    lines.push(describeCalls(cost, before));
    before = cost;
  }
  return lines.map((line) => `\n  ${line}`).join("");
}

async function run(args: readonly string[]): Promise<string> {
  const { stdout } = await execa(process.execPath, [part, ...args], { stdin: "ignore" });
  return stdout;
}

function describeTrees(cost: TreeCost, before: TreeCost | undefined): string {
  return [
    `${cost.nodes} nodes: ${cost.milliseconds.toFixed(1)} ms, distance ${cost.distance.toFixed(3)}`,
    `peak memory ${cost.peakMegabytes.toFixed(0)} MB`,
    ...growth(cost.nodes, before?.nodes, [cost.milliseconds, before?.milliseconds]),
  ].join(", ");
}

function describeCalls(cost: CallsCost, before: CallsCost | undefined): string {
  const distances = cost.distances.map(
    ({ channel, distance, milliseconds }) =>
      `${channel} ${milliseconds.toFixed(1)} ms (${distance.toFixed(3)})`,
  );
  return [
    `${cost.calls} calls: structure ${cost.structureMilliseconds.toFixed(1)} ms`,
    `distances ${distances.join(", ")}`,
    `peak memory ${cost.peakMegabytes.toFixed(0)} MB`,
    ...growth(cost.calls, before?.calls, [totalOf(cost), before && totalOf(before)]),
  ].join(", ");
}

function growth(
  size: number,
  sizeBefore: number | undefined,
  [time, timeBefore]: readonly [number, number | undefined],
): string[] {
  if (sizeBefore === undefined || timeBefore === undefined) return [];
  return [`x${(size / sizeBefore).toFixed(0)} the size takes x${(time / timeBefore).toFixed(1)}`];
}

function totalOf({ structureMilliseconds, distances }: CallsCost): number {
  return distances.reduce((sum, { milliseconds }) => sum + milliseconds, structureMilliseconds);
}
