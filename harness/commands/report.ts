import { z } from "zod";
import { openStore } from "../store/store.ts";
import type { RunRecords } from "../record/record.ts";
import { matrixOf, printMatrix } from "./publish.ts";
import { storeFileOf } from "./runFlags.ts";

const commonFlags = z.object({ out: z.string(), store: z.string().optional() });
const matrixFlags = commonFlags.extend({ json: z.boolean().default(false) });
const reportFlags = commonFlags.extend({ format: z.enum(["terminal", "markdown", "json"]) });

/** `sametwice matrix [RUN]`: the matrix of a recorded run, computed again. */
export async function matrixCommand(run: string | undefined, rawFlags: unknown): Promise<number> {
  const flags = matrixFlags.parse(rawFlags);
  printMatrix(await matrixOf(await recordsOf(run, flags)), flags.json ? "json" : "terminal");
  return 0;
}

/** `sametwice report [RUN]`: a recorded run in the format asked for. */
export async function reportCommand(run: string | undefined, rawFlags: unknown): Promise<number> {
  const flags = reportFlags.parse(rawFlags);
  printMatrix(await matrixOf(await recordsOf(run, flags)), flags.format);
  return 0;
}

async function recordsOf(
  run: string | undefined,
  flags: z.infer<typeof commonFlags>,
): Promise<RunRecords> {
  const store = await openStore(storeFileOf(flags));
  try {
    return await store.loadRun(run ?? "latest");
  } finally {
    await store.close();
  }
}
