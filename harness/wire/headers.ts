import type { IncomingMessage } from "node:http";

/** Headers that belong to one connection and never to the next (RFC 9110, 7.6.1), and those the proxy sets itself. */
const connectionHeaders = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "host",
]);

/** Tells the vendor which process a request comes from; never passed on when an agent sends it. */
export const processHeader = "x-sametwice-process";

/**
 * The headers to pass on, as the flat list of names and values that node:http takes: order, spelling and repeated
 * headers stay as they were sent.
 */
export function headersToPassOn(message: IncomingMessage): string[] {
  const listed = (message.headers.connection ?? "").toLowerCase().split(/\s*,\s*/);
  const dropped = new Set([...connectionHeaders, processHeader, ...listed]);
  const passed: string[] = [];
  for (let index = 0; index + 1 < message.rawHeaders.length; index += 2) {
    const [name = "", value = ""] = message.rawHeaders.slice(index, index + 2);
    if (!dropped.has(name.toLowerCase())) passed.push(name, value);
  }
  return passed;
}
