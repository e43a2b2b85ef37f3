import { execa } from "execa";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnalysisCost, PartCost, PermutationCost } from "./analysisGrowthPart.ts";

const part = fileURLToPath(new URL("analysisGrowthPart.ts", import.meta.url));
const sizes = [1_000, 3_000, 10_000, 30_000, 100_000];
/** Of the replays, those whose calls and code nobody else has. */
const unique = 0.05;

/** How the analysis of a stored run grows with its replays, from 1,000 to 100,000: one line for each size. */
export async function measureAnalysisGrowth(folder: string): Promise<string> {
  const lines: string[] = [];
  let before: AnalysisCost | undefined;
  for (const size of sizes) {
    const file = join(folder, `large-${size}.db`);
    await run(["write", file, String(size), String(unique)]);
    const cost: AnalysisCost = JSON.parse(await run(["analyse", file]));
    lines.push(describe(cost, before));
    before = cost;
  }
  return lines.map((line) => `\n  ${line}`).join("");
}

/** Two permutation tests of 9,999 draws on 100,000 replays. */
export async function measurePermutations(): Promise<string> {
  const cost: PermutationCost = JSON.parse(await run(["permute", "100000"]));
  return `do replays stick to sessions ${secondsOf(cost.stickiness)}, do two strategies differ ${secondsOf(cost.strategies)}`;
}

async function run(args: readonly string[]): Promise<string> {
  const { stdout } = await execa(process.execPath, [part, ...args], { stdin: "ignore" });
  return stdout;
}

function describe(cost: AnalysisCost, before: AnalysisCost | undefined): string {
  const growth =
    before === undefined
      ? []
      : [
          `x${(cost.replays / before.replays).toFixed(2)} replays take x${(cpuOf(cost) / cpuOf(before)).toFixed(2)} CPU`,
        ];
  return [
    `${cost.replays} replays: loading ${secondsOf(cost.load)}, matrix ${secondsOf(cost.matrix)}`,
    `${((cpuOf(cost) / cost.replays) * 1_000).toFixed(2)} ms CPU per replay`,
    `peak memory ${cost.peakMegabytes.toFixed(0)} MB`,
    ...growth,
  ].join(", ");
}

function cpuOf({ load, matrix }: AnalysisCost): number {
  return load.cpuSeconds + matrix.cpuSeconds;
}

function secondsOf({ wallSeconds, cpuSeconds }: PartCost): string {
  return `${wallSeconds.toFixed(1)} s (CPU ${cpuSeconds.toFixed(1)} s)`;
}
