import { execa } from "execa";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of the checkout. */
export const projectFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The published entry point. */
export const binary = join(projectFolder, "harness/bin/sametwice.cjs");

/** What one call of the command printed. */
export type Outcome = {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
};

/** Starts `sametwice` as a user would, with nothing of the test's environment but what any shell has. */
export function startSametwice(
  args: readonly string[],
  options: { readonly environment?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
) {
  return execa(process.execPath, [binary, ...args], {
    cwd: options.cwd ?? projectFolder,
    reject: false,
    extendEnv: false,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env["PATH"] ?? ""}`,
      HOME: process.env["HOME"] ?? tmpdir(),
      SAMETWICE_CACHE: testCache,
      ...options.environment,
    },
    stdin: "ignore",
  });
}

/** Runs `sametwice` to its end. */
export async function sametwice(
  args: readonly string[],
  options: Parameters<typeof startSametwice>[1] = {},
): Promise<Outcome> {
  const { exitCode, stdout, stderr } = await startSametwice(args, options);
  return { exitCode, stdout, stderr };
}

/** Runs `sametwice vendor` alone and gives its address, the one line on stdout. */
export async function startVendorAlone(args: readonly string[] = []) {
  const running = startSametwice(["vendor", "--profile", "healthy", ...args]);
  const baseUrl = await new Promise<string>((resolve, reject) => {
    running.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    void running.then(({ stderr }) => reject(new Error(stderr)));
  });
  return { running, baseUrl };
}

/** CLI versions and compiled code are kept between test runs. */
export const testCache = process.env["SAMETWICE_CACHE"] || join(tmpdir(), "sametwice-test-cache");

/** A folder that is removed when the test is done with it. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "sametwice-e2e-"));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }),
  };
}
