import type { IncomingHttpHeaders } from "node:http";
import { createRedactor } from "../base/base.ts";
import { betasIn } from "./betas.ts";
import { createClientTexts } from "./clientTexts.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Exchange } from "./forward.ts";
import { isJsonObject, parseJson, type JsonObject } from "./parseJson.ts";
import { describeBody } from "./requestBody.ts";
import type { ObservedRequest } from "./types.ts";
import { createBodyRecorder } from "./wireBody.ts";

/** One exchange as it passed the recorder. */
export type SeenExchange = {
  readonly method: string;
  /** path after the process token, without the query */
  readonly path: string;
  readonly requestHeaders: IncomingHttpHeaders;
  /** empty when no answer came */
  readonly responseHeaders: IncomingHttpHeaders;
  /** milliseconds since the epoch */
  readonly startedAtMs: number;
  readonly exchange: Exchange;
};

/** Tells what an exchange was; the observer of one recorder remembers which texts it has met. */
export type Observer = (seen: SeenExchange) => ObservedRequest;

/** @param options.secrets texts that must never be recorded */
export function createObserver(options: {
  readonly keepRaw: boolean;
  readonly secrets: readonly string[];
}): Observer {
  const redact = createRedactor(options.secrets);
  const newTexts = createClientTexts();
  const record = createBodyRecorder(redact);
  return ({ method, path, requestHeaders, responseHeaders, startedAtMs, exchange }) => {
    const body = jsonObject(exchange.requestBody);
    const { sessionId, ...content } = describeBody(body);
    const betas = betasIn(requestHeaders["anthropic-beta"]);
    const userAgent = requestHeaders["user-agent"] ?? "";
    const sessionHeader = oneOf(requestHeaders["x-claude-code-session-id"]);
    const { answer } = exchange;
    const { fingerprint, texts } = fingerprintOf({
      userAgent,
      betas,
      modelServed: answer.modelServed,
      body,
    });
    const seen: Omit<ObservedRequest, "raw" | "body"> = {
      method,
      path,
      startedAtMs,
      firstByteMs: exchange.firstByteMs,
      status: exchange.status,
      failure: exchange.failure,
      ...content,
      modelServed: answer.modelServed,
      messageId: answer.messageId,
      stopReason: answer.stopReason,
      requestId: oneOf(responseHeaders["request-id"]),
      usage: answer.usage,
      betas,
      userAgent,
      sessionId: sessionHeader ?? sessionId,
      sendsSessionHeader: sessionHeader !== null,
      fingerprint,
      texts: newTexts(texts),
    };
    return {
      ...redact(seen),
      body: body === null ? null : record(body),
      raw: options.keepRaw ? body : null,
    };
  };
}

function jsonObject(body: Buffer | null): JsonObject | null {
  const parsed = parseJson(body?.toString("utf8") ?? "");
  return isJsonObject(parsed) ? parsed : null;
}

function oneOf(header: string | readonly string[] | undefined): string | null {
  return typeof header === "string" ? header : (header?.[0] ?? null);
}
