import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { systemClock } from "../base/base.ts";
import { forward, refuse, type Passage } from "./forward.ts";
import { createLedger } from "./ledger.ts";
import { listen } from "./listen.ts";
import { createObserver } from "./observe.ts";
import type { Recorder, RecorderOptions, StrayRequest } from "./types.ts";
import { openUpstream } from "./upstream.ts";

/**
 * Starts a recording reverse proxy on 127.0.0.1 and a free port.
 * @throws UserError when `upstream` is not the base URL of an HTTP API, or no port can be had
 */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const upstream = openUpstream(options.upstream);
  const ledger = createLedger();
  const observe = createObserver({
    keepRaw: options.keepRaw ?? false,
    secrets: options.secrets ?? [],
  });
  /** process ids by their spelling in a path */
  const known = new Map<string, string>();
  const strays: StrayRequest[] = [];

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const route = parseRoute(incoming.url ?? "/");
    const processId = route && known.get(route.token);
    if (route === null || typeof processId !== "string") {
      noteStray(strays, incoming);
      refuse(outgoing, 404, "not_found_error", "sametwice: no process of this run has this path");
      return;
    }
    const finish = ledger.begin(processId);
    const startedAtMs = systemClock.now();
    const passage: Passage = {
      upstream,
      path: (options.keepProcessPath ? `/p/${route.token}` : "") + route.pathAndQuery,
      tag: options.tagUpstream ? processId : null,
    };
    const exchange = await forward(passage, incoming, outgoing);
    finish(
      observe({
        method: incoming.method ?? "GET",
        path: route.path,
        requestHeaders: incoming.headers,
        responseHeaders: exchange.responseHeaders,
        startedAtMs,
        exchange,
      }),
    );
  };

  const server = await listen(
    // A long upload is no attack here, and an idle client is an agent that thinks.
    createServer(
      { requestTimeout: 0, keepAliveTimeout: 600_000 },
      (incoming, outgoing) => void handle(incoming, outgoing),
    ),
  );
  return {
    baseUrlFor: (processId) => {
      const token = encodeURIComponent(processId);
      known.set(token, processId);
      return `http://127.0.0.1:${server.port}/p/${token}`;
    },
    take: (processId) => ledger.take(processId, options.patienceMs ?? 10_000),
    strays: () => [...strays],
    close: async () => {
      await server.close();
      upstream.close();
    },
  };
}

type Route = {
  readonly token: string;
  /** `/v1/messages` */
  readonly path: string;
  readonly pathAndQuery: string;
};

/** Reads `/p/<token>/v1/...`; null for any other path. */
function parseRoute(url: string): Route | null {
  const match = /^\/p\/([^/?#]+)((\/v1\/[^?#]*)[^#]*)$/.exec(url);
  if (match === null) return null;
  const [, token = "", pathAndQuery = "", path = ""] = match;
  return { token, path, pathAndQuery };
}

/** Enough to see what strays; an agent that loops must not fill the memory. */
const mostStrays = 100;

function noteStray(strays: StrayRequest[], incoming: IncomingMessage): void {
  const path = (incoming.url ?? "/").replace(/\?.*$/, "");
  if (strays.length < mostStrays) strays.push({ method: incoming.method ?? "GET", path });
}
