import { Agent as HttpAgent, request as httpRequest, type ClientRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { UserError } from "../base/base.ts";

/** Where requests go. */
export type Upstream = {
  readonly address: URL;
  /** Begins a request; `path` starts with a slash and is put after the base path. */
  readonly request: (options: {
    readonly method: string;
    readonly path: string;
    readonly headers: readonly string[];
    readonly signal: AbortSignal;
  }) => ClientRequest;
  readonly close: () => void;
};

/** Idle connections are given up before common servers do so, else a request could meet a closing one. */
const idleMs = 4_000;

/** @throws UserError when the address is not one of an HTTP API */
export function openUpstream(address: string): Upstream {
  const base = parseAddress(address);
  const isSecure = base.protocol === "https:";
  const options = { keepAlive: true, timeout: idleMs, maxSockets: Infinity };
  const agent = isSecure ? new HttpsAgent(options) : new HttpAgent(options);
  const begin = isSecure ? httpsRequest : httpRequest;
  const basePath = base.pathname.replace(/\/+$/, "");
  return {
    address: base,
    request: ({ method, path, headers, signal }) =>
      begin({
        agent,
        method,
        signal,
        hostname: base.hostname.replace(/^\[|\]$/g, ""),
        port: base.port === "" ? undefined : Number(base.port),
        path: basePath + path,
        headers: ["host", base.host, ...headers],
      }),
    close: () => agent.destroy(),
  };
}

function parseAddress(address: string): URL {
  const url = URL.parse(address);
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (url !== null && isHttp && url.username === "" && url.search === "") return url;
  throw new UserError(`"${withoutPassword(address)}" is not the base URL of a Messages API.`, {
    advice:
      "Write an http or https address without user, password or query, for example https://api.anthropic.com; the key comes from the environment.",
  });
}

function withoutPassword(address: string): string {
  return address.replace(/\/\/[^/@]*@/, "//...@").replace(/\?.*$/, "?...");
}
