import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { binary, testCache } from "../e2e/sametwice.ts";
import { measureProcess, type Usage } from "./measureProcess.ts";

/**
 * `npm run bench`: what the README's first command and a run of the real CLI cost on this machine. Whole processes are
 * measured from outside; the figure to compare between machines is the ratio of harness CPU to agent CPU within one run.
 */
const cases: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  {
    name: "the README's first command",
    args: ["run", "suites/core.yaml", "--lanes", "20", "--waves", "4"],
  },
  { name: "core suite as it is, 30 lanes", args: ["run", "suites/core.yaml"] },
  {
    name: "real CLI 2.1.328, core suite, 8 lanes, no challenges",
    args: "run suites/core.yaml --agent claude-code --vendor sticky --lanes 8 --waves 1".split(" "),
  },
];

const wanted = process.argv[2];
const folder = await mkdtemp(join(tmpdir(), "sametwice-bench-"));
try {
  write(`${cpus().length} cores, Node ${process.versions.node}`);
  for (const { name, args } of cases) {
    if (wanted !== undefined && !name.includes(wanted)) continue;
    const usage = await measureProcess([process.execPath, binary, ...args, "--out", folder], {
      SAMETWICE_CACHE: testCache,
    });
    write(`${name}: ${describe(usage)}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
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
