import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SessionConfig } from "../agents/agents.ts";
import { reapMarked, sweepOnExit } from "../childProcess/childProcess.ts";
import { loadProfile, startVendor } from "../vendor/vendor.ts";
import { startEgressGuard, startRecorder, type EgressGuard, type Recorder } from "../wire/wire.ts";
import { scripts, workspaceFiles } from "./scenario.ts";

/** All that one probed process finds around itself: its vendor, its folders, and who watches. */
export type Surroundings = AsyncDisposable & {
  readonly recorder: Recorder;
  readonly guard: EgressGuard;
  /** what of a session's configuration is the same whatever is probed */
  readonly config: Pick<
    SessionConfig,
    "processId" | "baseUrl" | "egressProxy" | "home" | "tmp" | "cwd" | "timeouts" | "marker"
  >;
};

const processId = "probe";
/** A version that hangs must not hold an audit up; a cold start of the slowest takes 5 s on two busy cores. */
const timeouts = { firstOutputMs: 60_000, idleMs: 60_000, afterResultMs: 10_000, wallMs: 120_000 };

/** Makes everything anew for one process; disposing of it leaves no process and no file behind. */
export async function makeSurroundings(): Promise<Surroundings> {
  await using undo = new AsyncDisposableStack();
  // The client puts sockets below its temporary folder, and their paths are short by law: hence the short names.
  const root = await mkdtemp(join(await realpath(tmpdir()), "probe-"));
  undo.defer(() => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const folders = { home: join(root, "home"), tmp: join(root, "tmp"), cwd: join(root, "work") };
  for (const folder of Object.values(folders)) await mkdir(folder);
  for (const [name, content] of Object.entries(workspaceFiles)) {
    await writeFile(join(folders.cwd, name), content);
  }
  const { recorder, guard } = await watchedVendor(undo);
  const marker = `probe-${randomUUID()}`;
  undo.defer(sweepOnExit(marker));
  undo.defer(async () => void (await reapMarked(marker)));
  const ends = undo.move();
  return {
    recorder,
    guard,
    config: {
      processId,
      baseUrl: recorder.baseUrlFor(processId),
      egressProxy: guard.proxyFor(processId),
      ...folders,
      timeouts,
      marker,
    },
    [Symbol.asyncDispose]: () => ends.disposeAsync(),
  };
}

async function watchedVendor(undo: AsyncDisposableStack) {
  const healthy = await loadProfile("healthy");
  const vendor = await startVendor({
    // Without its noise: what differs between two probes shall be the client.
    profile: { ...healthy, noise: 0, variety: 0 },
    seed: 1,
    scripts,
    anyModel: true,
  });
  undo.defer(vendor.close);
  const recorder = await startRecorder({
    upstream: vendor.baseUrl,
    tagUpstream: false,
    keepProcessPath: true,
    keepRaw: true,
  });
  undo.defer(recorder.close);
  const guard = await startEgressGuard();
  undo.defer(guard.close);
  return { recorder, guard };
}
