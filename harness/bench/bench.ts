import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { binary, startVendorAlone, testCache } from "../e2e/sametwice.ts";
import { measureAnalysisGrowth, measurePermutations } from "./analysisGrowth.ts";
import { measureCodeQuality } from "./codeQuality.ts";
import { measureProcess, type Usage } from "./measureProcess.ts";
import { measureScreenCost } from "./screenCost.ts";
import { measureRecorderLatency } from "./recorderLatency.ts";
import { measureStructureSpeed } from "./structureSpeed.ts";

type Case = {
  readonly name: string;
  /** gives its figures in words; may write into the folder */
  readonly measure: (folder: string) => Promise<string>;
};

const realCli = "run suites/core.yaml --agent claude-code --lanes 8 --waves 1".split(" ");

/**
 * `npm run bench`: what the README's first command and a run of the real CLI cost on this machine. Whole processes are
 * measured from outside; the figure to compare between machines is the ratio of harness CPU to agent CPU within one run.
 * Apart from those: what the recorder costs a single request, and how the analysis grows.
 */
const cases: readonly Case[] = [
  {
    name: "the README's first command",
    measure: command(["run", "suites/core.yaml", "--lanes", "20", "--waves", "4"]),
  },
  { name: "core suite as it is, 30 lanes", measure: command(["run", "suites/core.yaml"]) },
  { name: "real CLI 2.1.328, core suite, 8 lanes, no challenges", measure: command(realCli) },
  {
    name: "the same, the vendor in a process of its own",
    measure: command(realCli, { vendorApart: true }),
  },
  { name: "screen: replays per degraded session", measure: measureScreenCost },
  { name: "recorder: first byte and throughput", measure: measureRecorderLatency },
  { name: "analysis: growth with the replays of a run", measure: measureAnalysisGrowth },
  { name: "analysis: permutation tests, 100,000 replays", measure: measurePermutations },
  { name: "code score: labelled pairs by language", measure: measureCodeQuality },
  { name: "structure: large trees and long transcripts", measure: measureStructureSpeed },
];

const wanted = process.argv[2];
const folder = await mkdtemp(join(tmpdir(), "sametwice-bench-"));
try {
  write(`${cpus().length} cores, Node ${process.versions.node}`);
  for (const one of cases) {
    if (wanted === undefined || one.name.includes(wanted))
      write(`${one.name}: ${await one.measure(folder)}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/**
 * A command of ours, measured from outside.
 * @param vendorApart the simulated vendor runs as a process of its own, so that its CPU is not taken for the harness's
 */
function command(args: readonly string[], { vendorApart = false } = {}): Case["measure"] {
  return async (folder) => {
    const vendor = vendorApart ? await startVendorAlone() : null;
    try {
      const upstream = vendor === null ? [] : ["--base-url", vendor.baseUrl];
      const usage = await measureProcess(
        [process.execPath, binary, ...args, ...upstream, "--out", folder],
        { SAMETWICE_CACHE: testCache, ANTHROPIC_API_KEY: "sk-ant-simulated-0000" },
      );
      return describe(usage);
    } finally {
      vendor?.running.kill("SIGTERM");
    }
  };
}

function describe(usage: Usage): string {
  const ratio = usage.ownCpuSeconds / usage.childCpuSeconds;
  return [
    `wall ${usage.wallSeconds.toFixed(1)} s`,
    `harness CPU ${usage.ownCpuSeconds.toFixed(1)} s`,
    `children's CPU ${usage.childCpuSeconds.toFixed(1)} s`,
    `harness / children ${(ratio * 100).toFixed(1)} %`,
    `harness peak memory ${usage.peakMegabytes.toFixed(0)} MB`,
  ].join(", ");
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
