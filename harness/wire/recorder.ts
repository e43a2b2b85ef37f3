import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { systemClock } from "../base/base.ts";
import { betasIn } from "./betas.ts";
import { forward, refuse, type Exchange, type Passage } from "./forward.ts";
import { createLedger } from "./ledger.ts";
import { readRequestBody } from "./requestBody.ts";
import type { ObservedRequest, Recorder, RecorderOptions, StrayRequest } from "./types.ts";
import { openUpstream } from "./upstream.ts";

/**
 * Starts a recording reverse proxy on 127.0.0.1 and a free port.
 * @throws UserError when `upstream` is not the base URL of an HTTP API
 */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const upstream = openUpstream(options.upstream);
  const ledger = createLedger();
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
    finish(describeExchange(incoming, route, startedAtMs, exchange));
  };

  const server = await listen((incoming, outgoing) => void handle(incoming, outgoing));
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

function describeExchange(
  incoming: IncomingMessage,
  route: Route,
  startedAtMs: number,
  exchange: Exchange,
): ObservedRequest {
  const { sessionId, ...content } = readRequestBody(exchange.requestBody);
  const sessionHeader = incoming.headers["x-claude-code-session-id"];
  return {
    method: incoming.method ?? "GET",
    path: route.path,
    startedAtMs,
    firstByteMs: exchange.firstByteMs,
    status: exchange.status,
    ...content,
    modelServed: exchange.answer.modelServed,
    betas: betasIn(incoming.headers["anthropic-beta"]),
    userAgent: incoming.headers["user-agent"] ?? "",
    sessionId: typeof sessionHeader === "string" ? sessionHeader : sessionId,
    usage: exchange.answer.usage,
    failure: exchange.failure,
  };
}

type Listening = { readonly port: number; readonly close: () => Promise<void> };

async function listen(
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Promise<Listening> {
  // A long upload is no attack here, and an idle client is an agent that thinks.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 600_000 }, handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: portOf(server), close: () => closeServer(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The recorder has no port.");
  return address.port;
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
