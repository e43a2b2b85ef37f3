import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { markerVariable } from "../../childProcess/childProcess.ts";
import type { RunRecords } from "../../record/record.ts";
import { openStore, type Store } from "../../store/store.ts";
import { sametwice, startSametwice, testCache, type Outcome } from "../sametwice.ts";

/** The smoke suite with the real CLI; profile `healthy` plays no degraded form, so what a replay must do is known. */
function smokeArguments(out: string, args: string): readonly string[] {
  const common = `run suites/smoke.yaml --agent claude-code --vendor healthy ${args}`;
  return [...common.split(" "), "--out", out];
}

/** Runs it to its end. @param args flags, separated by single spaces */
export function smoke(
  out: string,
  args: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  const defined = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return sametwice(smokeArguments(out, args), {
    environment: { ...Object.fromEntries(defined), SAMETWICE_CACHE: testCache },
  });
}

/** Starts it, to be interrupted. @param args flags, separated by single spaces */
export function startSmoke(out: string, args: string) {
  return startSametwice(smokeArguments(out, args));
}

/** The store of a report folder. */
export async function storeIn(out: string): Promise<Store & AsyncDisposable> {
  const store = await openStore(join(out, "sametwice.sqlite"));
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
}

const replaysSchema = z.object({
  planned: z.number(),
  scored: z.number(),
  missing: z.number(),
  unattested: z.number(),
});
const matrixSchema = z.object({
  strategies: z.array(z.object({ id: z.string(), replays: replaysSchema })),
});

/** The records of a run, with what its matrix says of its strategies. */
export type Played = RunRecords & {
  readonly counted: z.infer<typeof matrixSchema>["strategies"];
};

/** The only run in a report folder. */
export async function readRun(out: string): Promise<Played> {
  await using store = await storeIn(out);
  const records = await store.loadRun("latest");
  const text = await readFile(join(out, records.run.id, "matrix.json"), "utf8");
  return { ...records, counted: matrixSchema.parse(JSON.parse(text)).strategies };
}

/** Waits until the only run in a folder has saved some replays; gives the run's id. */
export async function runWithReplays(out: string, count: number): Promise<string> {
  await using store = await storeIn(out);
  for (;;) {
    const [run] = await store.listRuns();
    if (run !== undefined && (await store.savedReplayIds(run.id)).size >= count) return run.id;
    await delay(50);
  }
}

/** Ids of the processes that carry a run's marker, whatever sitting of the run started them; Linux only. */
export function markedBy(runId: string): readonly string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8");
      return `\0${environment}`.includes(`\0${markerVariable}=${runId}-`);
    } catch {
      // It has ended meanwhile, or belongs to another user.
      return false;
    }
  });
}
