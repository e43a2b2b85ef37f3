import { execa } from "execa";
import { readFile } from "node:fs/promises";

/** What one run of a command used. CPU seconds are user plus system. */
export type Usage = {
  readonly wallSeconds: number;
  /** of the process itself, all its threads */
  readonly ownCpuSeconds: number;
  /** of all descendants that were waited for */
  readonly childCpuSeconds: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
};

const sampleEveryMs = 50;

/**
 * Runs a command and samples the kernel's accounts of it while it lives (Linux only). The last sample is at most 50 ms old,
 * so what a command does in its last moments may be missing.
 * @throws Error when the command fails
 */
export async function measureProcess(
  command: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>>,
): Promise<Usage> {
  const [file, ...args] = command;
  const startedAt = performance.now();
  const running = execa(file, args, { env: environment, stdin: "ignore" });
  let sample = { own: 0, children: 0, peak: 0 };
  const timer = setInterval(() => {
    void sampleOf(running.pid).then((next) => {
      // A process that has ended but was not waited for yet has accounts, but no memory any more.
      if (next !== null) sample = { ...next, peak: Math.max(next.peak, sample.peak) };
    });
  }, sampleEveryMs);
  try {
    const { stdout } = await running;
    return {
      wallSeconds: (performance.now() - startedAt) / 1000,
      ownCpuSeconds: sample.own,
      childCpuSeconds: sample.children,
      peakMegabytes: sample.peak,
      stdout,
    };
  } finally {
    clearInterval(timer);
  }
}

/** Clock ticks per second of /proc on every Linux that Node runs on. */
const ticksPerSecond = 100;

async function sampleOf(pid: number | undefined) {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    // Fields are counted after the command name, which may hold spaces: utime, stime, cutime, cstime are 12 to 15.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const seconds = (index: number) => (fields[index] ?? 0) / ticksPerSecond;
    const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
    return {
      own: seconds(11) + seconds(12),
      children: seconds(13) + seconds(14),
      peak: Number(peak ?? 0) / 1024,
    };
  } catch {
    // The process has ended between two samples: the last one stands.
    return null;
  }
}
