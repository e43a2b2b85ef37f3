import { priceOf } from "../base/base.ts";
import type { WireSummary } from "../record/record.ts";
import { clientVersionOf } from "./clientVersion.ts";
import { conversationOf } from "./conversation.ts";
import type { ObservedRequest } from "./types.ts";

/**
 * What the wire said about one replay; null when nothing was sent.
 * Betas, clients, devices, tokens and cost come from all requests. Models, tools, features, the system prompt and the
 * carried messages come from the conversation only: a client's side requests (token counts, probes, titles) have
 * their own models and an empty context. Tokens read count whether they came from a cache or not; the cost knows.
 */
export function summarise(requests: readonly ObservedRequest[]): WireSummary | null {
  const [first] = requests;
  if (first === undefined) return null;
  const conversation = conversationOf(requests);
  const opening = conversation[0] ?? first;
  const versions = unique(
    requests.filter(isMessages).map((request) => clientVersionOf(request) ?? "unknown"),
  );
  const usages = requests.flatMap((request) => request.usage ?? []);
  return {
    requests: requests.length,
    modelsAsked: unique(conversation.map((request) => request.modelAsked)),
    modelsServed: unique(conversation.map((request) => request.modelServed)),
    betas: unique(requests.flatMap((request) => request.betas)),
    tools: unique(conversation.flatMap((request) => request.tools)),
    bodyFeatures: unique(conversation.flatMap((request) => request.bodyFeatures)),
    systemHash: opening.fingerprint.parts["system"] ?? "",
    userAgent: opening.userAgent,
    clientVersion: versions.every((version) => version === "unknown") ? null : versions.join(", "),
    carriedAssistantMessages: opening.assistantMessages,
    deviceId: unique(requests.map((request) => request.deviceId)).join(", ") || null,
    inputTokens: sum(usages.map((u) => u.inputTokens + u.cacheReadTokens + u.cacheCreationTokens)),
    outputTokens: sum(usages.map((usage) => usage.outputTokens)),
    costUsd: sum(requests.map(costOf)),
    opening: opening.fingerprint.hash,
    clients: unique(conversation.map((request) => request.fingerprint.client)),
  };
}

function isMessages(request: ObservedRequest): boolean {
  return request.path.startsWith("/v1/messages");
}

function costOf(request: ObservedRequest): number {
  const price = priceOf(request.modelServed ?? request.modelAsked ?? "");
  if (price === null || request.usage === null) return 0;
  const { inputTokens, outputTokens, cacheReadTokens, cacheCreationTokens } = request.usage;
  const millionths =
    inputTokens * price.input +
    outputTokens * price.output +
    cacheReadTokens * price.cacheRead +
    cacheCreationTokens * price.cacheWrite;
  return millionths / 1_000_000;
}

function unique(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== null))].sort();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
