import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { systemClock } from "../base/base.ts";
import { createEgressNotebook } from "./egressNotebook.ts";
import { listen } from "./listen.ts";
import type { EgressGuard } from "./types.ts";

/**
 * Starts a proxy on 127.0.0.1 and a free port that lets nobody through and remembers who asked for what.
 * @throws UserError when no port can be had
 */
export async function startEgressGuard(): Promise<EgressGuard> {
  const notebook = createEgressNotebook();

  const refuse = (incoming: IncomingMessage, target: string): Refusal => {
    const authorization = incoming.headers["proxy-authorization"];
    notebook.note(notebook.whoIs(authorization), {
      target: target.slice(0, longestTarget).toLowerCase(),
      atMs: systemClock.now(),
    });
    return authorization === undefined ? askForName : refusal;
  };

  const server = createServer((incoming, outgoing) => {
    const { status, headers } = refuse(incoming, targetOf(incoming));
    outgoing.writeHead(status, headers).end(explanation);
  });
  server.on("connect", (incoming: IncomingMessage, socket: Duplex) => {
    refuseTunnel(socket, refuse(incoming, incoming.url ?? ""));
  });
  const { port, close } = await listen(server);
  return {
    proxyFor: (processId) => `http://${notebook.introduce(processId)}:x@127.0.0.1:${port}`,
    take: notebook.take,
    unattributed: notebook.unattributed,
    close,
  };
}

const explanation =
  "sametwice: this process may reach nothing but its base URL. The attempt was refused and noted.\n";

/** A DNS name has 253 characters at most. */
const longestTarget = 260;

type Refusal = {
  readonly status: 403 | 407;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
};

const headers = { "content-type": "text/plain", "content-length": String(explanation.length) };
const refusal: Refusal = { status: 403, reason: "Forbidden", headers };
/** git keeps its name to itself until it is asked for it. */
const askForName: Refusal = {
  status: 407,
  reason: "Proxy Authentication Required",
  headers: { ...headers, "proxy-authenticate": 'Basic realm="sametwice"' },
};

/** Host and port of a plain request; its path may hold secrets. Who speaks to the proxy as to a server names it himself. */
function targetOf({ url = "", headers: { host } }: IncomingMessage): string {
  const wanted = URL.parse(url);
  if (wanted === null) return host ?? "this proxy";
  return `${wanted.hostname}:${wanted.port || (wanted.protocol === "https:" ? "443" : "80")}`;
}

/** After CONNECT the connection is ours alone: node:http neither answers nor ends it. */
function refuseTunnel(socket: Duplex, { status, reason, headers: fields }: Refusal): void {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${reason}`, ...lines, "connection: close", "", ""];
  // A client that resets the connection instead of reading on has had its answer all the same.
  socket.on("error", () => socket.destroy());
  socket.on("end", () => socket.destroy());
  socket.resume();
  socket.end(head.join("\r\n") + explanation);
}
