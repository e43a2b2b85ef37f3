import type { SessionConfig } from "./types.ts";

/** Port 9 is "discard": nobody listens there. */
const deadProxy = "http://127.0.0.1:9";

/**
 * Variables that put everything out of reach but loopback, where our own proxy is: old clients call home whatever they are told.
 * None when the vendor is spoken to directly, for the client must get there.
 */
export function proxyEnvironment({
  baseUrl,
  egressProxy,
}: Pick<SessionConfig, "baseUrl" | "egressProxy">): Readonly<Record<string, string>> {
  if (egressProxy === undefined && !isLoopback(baseUrl)) return {};
  const proxy = egressProxy ?? deadProxy;
  const variables = {
    HTTPS_PROXY: proxy,
    HTTP_PROXY: proxy,
    NO_PROXY: "127.0.0.1,localhost,::1",
  };
  // An agent's commands inherit them, and curl and wget look for small letters.
  const small = Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...variables, ...Object.fromEntries(small) };
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
