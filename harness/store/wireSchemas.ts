import { z } from "zod";

/*
 * The shapes of what was seen on the wire, checked when they are loaded. Keys that we do not know are kept.
 */

const names = z.array(z.string());
const text = z.string().nullable();
const count = z.number().nullable();

/** WireSummary as stored; runs from before fingerprints know of none. */
export const wireSummarySchema = z.looseObject({
  requests: z.number(),
  modelsAsked: names,
  modelsServed: names,
  betas: names,
  tools: names,
  bodyFeatures: names,
  systemHash: z.string(),
  userAgent: z.string(),
  clientVersion: text,
  carriedAssistantMessages: z.number(),
  deviceId: text,
  inputTokens: z.number(),
  outputTokens: z.number(),
  costUsd: z.number(),
  opening: z.string().default(""),
  clients: names.default([]),
});

/** Fingerprint. */
export const fingerprintSchema = z.looseObject({
  hash: z.string(),
  client: z.string(),
  parts: z.record(z.string(), z.string()),
});

/** ClientText. */
export const clientTextSchema = z.looseObject({
  part: z.string(),
  hash: z.string(),
  characters: z.number(),
  lines: z.number(),
  against: text,
  diff: text,
});

/** The requests of one replay; of a body only the hashes under which its pieces are stored. */
export const requestsSchema = z.array(
  z.looseObject({
    method: z.string(),
    path: z.string(),
    startedAtMs: z.number(),
    firstByteMs: count,
    status: count,
    failure: text,
    modelAsked: text,
    modelServed: text,
    messageId: text,
    stopReason: text,
    requestId: text,
    usage: z
      .looseObject({
        inputTokens: z.number(),
        outputTokens: z.number(),
        cacheReadTokens: z.number(),
        cacheCreationTokens: z.number(),
      })
      .nullable(),
    betas: names,
    userAgent: z.string(),
    fingerprint: z.string(),
    body: z.looseObject({ frame: z.string(), messages: names }).nullable(),
  }),
);
