import { z } from "zod";
import { channels } from "../record/record.ts";
import { wireSummarySchema } from "./wireSchemas.ts";

/*
 * The shapes of stored records, checked when they are loaded. Keys that we do not know are kept: a store that a later
 * version of the same schema wrote stays readable. Keys that came later have a default, so that older runs stay readable.
 */

const names = z.array(z.string());
const count = z.number().nullable();

const vendorSchema = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("simulated"), profile: z.string() }),
  z.looseObject({
    kind: z.literal("api"),
    baseUrl: z.string(),
    credential: z.enum(["api-key", "auth-token", "subscription-token", "none"]),
  }),
]);

const words = names.optional();
const expectationsSchema = z.looseObject({
  ending: z.literal("completed").optional(),
  tools: z
    .looseObject({ required: words, forbidden: words, max: z.number().optional() })
    .optional(),
  readBeforeEdit: z.boolean().optional(),
  thinkingTokens: z
    .looseObject({ min: z.number().optional(), max: z.number().optional() })
    .optional(),
  changed: words,
  parses: z.boolean().optional(),
  answerSchema: z.record(z.string(), z.unknown()).optional(),
  command: z.string().optional(),
});

/** RunRecord as stored; the column `finished_at` holds what changes later. */
export const runSchema = z.looseObject({
  id: z.string(),
  suiteName: z.string(),
  configurationHash: z.string(),
  agent: z.enum(["claude-code", "sdk"]),
  cli: z.string(),
  model: z.string(),
  vendor: vendorSchema,
  // Before `--observe off` there was no other way.
  observed: z.enum(["on", "off"]).default("on"),
  seed: z.number(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  strategies: z.array(
    z.looseObject({
      id: z.string(),
      clientConfiguration: z.string(),
      claim: z
        .looseObject({ gain: z.string(), parity: z.string(), overhead: z.string() })
        .nullable(),
      oneReplayPerSession: z.boolean(),
      copyOf: z.string().optional(),
    }),
  ),
  prompts: z.array(
    z.looseObject({
      id: z.string(),
      gate: z.array(z.enum(channels)),
      hasCommand: z.boolean(),
      expect: expectationsSchema.optional(),
    }),
  ),
  // Runs of before there were margins get the values that were the default when these came.
  margins: z
    .looseObject({ recovery: z.number(), divergence: z.number() })
    .default({ recovery: 0.2, divergence: 0.05 }),
  sequential: z
    .looseObject({
      key: z.string(),
      rule: z.looseObject({ alpha: z.number(), tolerated: z.number(), promised: z.number() }),
      nights: z.array(z.looseObject({ run: z.string(), seed: z.number() })),
      waves: z.number(),
      mostWaves: z.number(),
      stoppedAfter: z.number().nullable(),
      strategies: z.array(z.looseObject({ id: z.string(), rates: z.array(z.number()) })),
    })
    .nullable()
    .default(null),
  plannedReplays: z.record(z.string(), z.number()),
  resume: z.unknown(),
});

export const sessionSchema = z.looseObject({
  id: z.string(),
  lane: z.string(),
  strategy: z.string(),
  wave: z.number(),
  cliVersion: z.string().nullable(),
  programSha256: z.string().nullable().default(null),
  startWallMs: z.number(),
  ended: z.enum(["lane-done", "recycled", "failed", "interrupted"]),
});

export const challengeSchema = z.looseObject({
  id: z.string(),
  session: z.string(),
  lane: z.string(),
  wave: z.number(),
  // Before there was a screen, every challenge was of a lane's session, and only the sham's draw tells of confirmation.
  origin: z.enum(["lane", "screen"]).default("lane"),
  suspected: z.enum(["degraded", "healthy", "undecided"]),
  confirmed: z.boolean().nullable().default(null),
  draws: z.array(
    z.looseObject({
      id: z.string(),
      operation: z.string(),
      ordinal: z.number(),
      session: z.string(),
    }),
  ),
});

const attestationSchema = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("attested"), evidence: names }),
  z.looseObject({ kind: z.literal("unattested"), reason: z.string() }),
  z.looseObject({ kind: z.literal("unobserved"), reason: z.string() }),
  z.looseObject({ kind: z.literal("not-observed"), evidence: names }),
]);

/** ReplayRecord without its transcript; of every changed file only the hash under which its text is stored. */
export const replaySchema = z.looseObject({
  id: z.string(),
  purpose: z.discriminatedUnion("kind", [
    z.looseObject({ kind: z.enum(["lane", "screen"]) }),
    z.looseObject({ kind: z.literal("challenge"), challenge: z.string(), draw: z.string() }),
  ]),
  strategy: z.string(),
  clientConfiguration: z.string(),
  wave: z.number(),
  lane: z.string(),
  session: z.string(),
  promptId: z.string(),
  position: z.number(),
  workspace: z.string(),
  changes: z.array(
    z.looseObject({
      path: z.string(),
      kind: z.enum(["created", "modified", "deleted"]),
      text: z.string().nullable(),
      /** absent in what older versions wrote: not known */
      textBefore: z.string().nullable().default(null),
      hash: z.string().nullable(),
    }),
  ),
  command: z.looseObject({ exitCode: z.number().nullable(), passed: z.boolean() }).nullable(),
  attestation: attestationSchema,
  wire: wireSummarySchema.nullable(),
  time: z.looseObject({
    startMs: z.number(),
    sessionAgeMs: z.number(),
    idleMs: z.number(),
    durationMs: z.number(),
  }),
  wallMs: z.number(),
  spawns: z.number(),
});

const outcomeSchema = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.enum(["ok", "failed", "denied"]), output: z.string() }),
  z.looseObject({ kind: z.literal("open") }),
]);

const stepSchema = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.enum(["thinking", "text"]), text: z.string() }),
  z.looseObject({
    kind: z.literal("calls"),
    calls: z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        input: z.record(z.string(), z.unknown()),
        outcome: outcomeSchema,
      }),
    ),
  }),
]);

const endingSchema = z.discriminatedUnion("kind", [
  z.looseObject({
    kind: z.enum(["completed", "refused", "asked-user", "no-answer", "interrupted"]),
  }),
  z.looseObject({ kind: z.literal("truncated"), at: z.enum(["max-tokens", "context-window"]) }),
  z.looseObject({ kind: z.enum(["denied", "tool-open"]), tool: z.string() }),
  z.looseObject({ kind: z.literal("turn-limit"), turns: z.number() }),
  z.looseObject({
    kind: z.literal("timed-out"),
    waitedFor: z.enum(["first-output", "idle", "after-result", "wall"]),
    afterMs: z.number(),
  }),
  z.looseObject({
    kind: z.literal("crashed"),
    exitCode: z.number().nullable(),
    signal: z.string().nullable(),
    stderr: z.string(),
  }),
  z.looseObject({
    kind: z.literal("api-error"),
    status: z.number().nullable(),
    message: z.string(),
  }),
]);

/** Transcript as stored; its `schema` says which shape it is in. */
export const transcriptSchema = z.looseObject({
  schema: z.literal("sametwice.transcript/1"),
  turns: z.array(
    z.looseObject({
      prompt: z.string(),
      steps: z.array(stepSchema),
      usage: z.looseObject({
        inputTokens: count,
        outputTokens: count,
        cacheReadTokens: count,
        cacheCreationTokens: count,
        thinkingTokens: count,
        costUsd: count,
      }),
      wallMs: z.number(),
    }),
  ),
  ending: endingSchema,
});
