import type { WireRequest, WireTrace } from "../record/record.ts";
import type { ObservedRequest } from "./types.ts";

/** What is recorded of the requests of one replay; each fingerprint once. */
export function traceOf(requests: readonly ObservedRequest[]): WireTrace {
  const fingerprints = new Map(
    requests.map(({ fingerprint }) => [fingerprint.hash, fingerprint] as const),
  );
  return {
    requests: requests.map(recorded),
    fingerprints: [...fingerprints.values()],
    texts: requests.flatMap(({ texts }) => texts),
  };
}

function recorded(request: ObservedRequest): WireRequest {
  const { method, path, startedAtMs, firstByteMs, status, failure, modelAsked, modelServed } =
    request;
  const { messageId, stopReason, requestId, usage, betas, userAgent, body } = request;
  return {
    method,
    path,
    startedAtMs,
    firstByteMs,
    status,
    failure,
    modelAsked,
    modelServed,
    messageId,
    stopReason,
    requestId,
    usage,
    betas,
    userAgent,
    fingerprint: request.fingerprint.hash,
    body,
  };
}
