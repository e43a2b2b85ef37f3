import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { UserError } from "../base/base.ts";
import { fixtureFolder } from "./fixtureFolder.ts";
import { readYaml } from "./readYaml.ts";
import { isRange } from "./versionRange.ts";

const share = z.number().min(0).max(1);
const minutes = z.number().min(0);
const range = z.string().refine(isRange, "a range like >=2.1.320 or <1.2.0");

const conditionsSchema = z.strictObject({
  /** every one of these betas is in the request's `anthropic-beta` header */
  betas: z.array(z.string()).optional(),
  /** the client's version lies in its range; a client that is not named never does */
  client: z.strictObject({ "claude-code": range.optional(), sdk: range.optional() }).optional(),
  /** minutes */
  sessionAgeAtLeast: minutes.optional(),
  /** minutes since the session's previous replay */
  idleAtLeast: minutes.optional(),
  /** minutes since the run began: from (included) to (excluded; absent = for ever) */
  calendar: z.strictObject({ from: minutes, to: minutes.optional() }).optional(),
});

const effectSchema = z.union([
  /** plays a degraded form with this probability, drawn anew for every replay; one of `forms` when they are named */
  z.strictObject({ degrade: share, forms: z.array(z.string()).min(1).optional() }),
  /** plays another healthy way than the usual, always the same: 1 is the first alternative of the script */
  z.strictObject({ prefer: z.int().min(1) }),
]);

const experimentSchema = z.strictObject({
  id: z.string(),
  share,
  /** what it sticks to; with `request` nothing sticks: every replay is drawn anew */
  unit: z.enum(["request", "conversation", "process", "device", "account"]),
  conditions: conditionsSchema.default({}),
  effect: effectSchema,
});

const profileSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  /** share of healthy replays that take a near alternative: within the noise threshold */
  variety: share.default(0),
  /** share of healthy replays that take a far alternative: healthy, but counted as divergence */
  noise: share.default(0),
  time: z.strictObject({
    replayMinutes: z.number().positive(),
    startMinutes: minutes,
    pause: z.strictObject({ every: z.int().positive(), minutes }).nullable().default(null),
    waveMinutes: minutes,
  }),
  experiments: z.array(experimentSchema).default([]),
  /** long-run divergence per strategy over 6 waves of 8 replays a lane; computed, and checked by truth.test.ts */
  truth: z.record(z.string(), share).optional(),
});

/** What a simulated vendor does to whom: declared noise, experiments and the passing of time. */
export type VendorProfile = z.infer<typeof profileSchema>;
export type Experiment = z.infer<typeof experimentSchema>;
export type Conditions = z.infer<typeof conditionsSchema>;

/**
 * Reads a profile by its name, or by the path of a YAML file.
 * @throws UserError when there is none of that name (the known ones are listed) or when the file is wrong
 */
export async function loadProfile(nameOrPath: string): Promise<VendorProfile> {
  if (/[/\\]|\.ya?ml$/.test(nameOrPath)) return readYaml(nameOrPath, profileSchema);
  const known = await listProfiles();
  if (!known.includes(nameOrPath)) {
    throw new UserError(`There is no vendor profile "${nameOrPath}".`, {
      advice: `Use one of ${known.join(", ")}, or the path of a YAML file.`,
    });
  }
  return readYaml(join(fixtureFolder("vendors"), `${nameOrPath}.yaml`), profileSchema);
}

/** The names of the profiles that come with sametwice, in order. */
export async function listProfiles(): Promise<readonly string[]> {
  const files = await readdir(fixtureFolder("vendors"));
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => basename(file, ".yaml"))
    .sort();
}
