import { z } from "zod";
import { channels } from "../record/record.ts";

/*
 * The shape of a baseline file, checked when it is read. Keys that we do not know are left alone: a later version may add some
 * without changing the schema. Another version of the schema is refused.
 */

const share = z.number().min(0).max(1);
const texts = z.array(z.string());

const codeSchema = z.discriminatedUnion("form", [
  z.object({
    form: z.literal("tree"),
    path: z.string(),
    hash: z.string(),
    edited: z.number(),
    tree: texts,
  }),
  z.object({
    form: z.literal("tokens"),
    path: z.string(),
    hash: z.string(),
    why: z.enum(["no-grammar", "does-not-parse"]),
    edited: z.number(),
    tokens: texts,
  }),
  z.object({ form: z.literal("opaque"), path: z.string(), hash: z.string() }),
]);

const effortSchema = z.object({
  thinkingSteps: z.number(),
  thinkingTokens: z.number().nullable(),
  turns: z.number(),
  steps: z.number(),
  calls: z.number(),
  words: z.number(),
  wordsBetweenCalls: z.number().nullable(),
  cacheRatio: z.number().nullable(),
  edits: z.number(),
  readsPerEdit: z.number().nullable(),
  editsWithoutRead: z.number(),
  repeatedCalls: z.number(),
  testsAfterLastEdit: z.boolean().nullable(),
});

/** A structure in the channels that gate; the others are absent. */
const structureSchema = z.object({
  ending: z.string().optional(),
  tools: texts.optional(),
  targets: z.array(z.object({ call: z.string(), target: z.string() })).optional(),
  files: z
    .array(z.object({ kind: z.enum(["created", "modified", "deleted"]), path: z.string() }))
    .optional(),
  code: z.array(codeSchema).optional(),
  answer: texts.optional(),
  effort: effortSchema.optional(),
});

const modeSchema = z.object({
  hash: z.string(),
  share,
  sessions: z.number(),
  structure: structureSchema,
});

const rateSchema = z.object({
  strategy: z.string(),
  /** as it was measured; comparisons use `lanes` */
  diverged: z.object({
    value: share.nullable(),
    lower: share.nullable(),
    upper: share.nullable(),
    level: z.number().nullable(),
    count: z.number(),
    of: z.number(),
    method: z.string(),
  }),
  /** diverged/scored replays of each lane in the order of lanes, `-` where none was scored: `0/2 1/2 -` */
  lanes: z.string().regex(/^((\d{1,6}\/\d{1,6}|-)( (?!$)|$))*$/),
});

const promptSchema = z.object({
  id: z.string(),
  clientConfiguration: z.string(),
  /** of the text of all turns */
  textHash: z.string(),
  gate: z.array(z.enum(channels)),
  threshold: z.partialRecord(z.enum(channels), z.number().positive()),
  /** none when no mode has a clear majority */
  reference: modeSchema.nullable(),
  /** all modes of an ambiguous prompt, the most frequent first; else empty */
  modes: z.array(modeSchema),
  note: z.string(),
  rates: z.array(rateSchema),
});

const runSchema = z.object({
  id: z.string(),
  startedAt: z.string(),
  configurationHash: z.string(),
  agent: z.enum(["claude-code", "sdk"]),
  cli: z.string(),
  model: z.string(),
  vendor: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("simulated"), profile: z.string() }),
    z.object({
      kind: z.literal("api"),
      baseUrl: z.string(),
      credential: z.enum(["api-key", "auth-token", "subscription-token", "none"]),
    }),
  ]),
  observed: z.enum(["on", "off"]),
});

/** What is read first, to say something better than that a key is missing. */
export const headSchema = z.looseObject({ schema: z.string(), seal: z.string().optional() });

/** A new number whenever what counts as structure changes: structures of two rules must not be compared. */
export const baselineSchemaName = "sametwice.baseline/3";

export const baselineSchema = z.object({
  schema: z.literal(baselineSchemaName),
  suite: z.string().min(1),
  name: z.string().min(1),
  /** 1 for the first approved under this name */
  version: z.number().int().positive(),
  /** ISO 8601 */
  approvedAt: z.string(),
  /** version of sametwice that made the structures */
  sametwice: z.string(),
  run: runSchema,
  prompts: z.array(promptSchema),
  /** sha256 of everything above: a file that was edited by hand is no longer what somebody approved */
  seal: z.string(),
});

/** What a team approved: the references, thresholds and rates of one run. */
export type Baseline = z.infer<typeof baselineSchema>;
export type FrozenPrompt = Baseline["prompts"][number];
export type FrozenMode = z.infer<typeof modeSchema>;
export type FrozenStructure = z.infer<typeof structureSchema>;
export type FrozenRate = z.infer<typeof rateSchema>;
/** What a run was, as far as two can be compared by it. */
export type RunIdentity = Baseline["run"];
