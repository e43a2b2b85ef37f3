import { execa } from "execa";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ObservedRequest } from "../wire.ts";

/** A server that tests start and end. */
export type TestServer = AsyncDisposable & { readonly url: string; readonly port: number };

/** How a vendor answers, at once or later. */
export type TestAnswer = (...of: Parameters<RequestListener>) => unknown;

/** A real vendor on a free port. */
export async function startTestVendor(answer: TestAnswer): Promise<TestServer> {
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  return startTestServer(server, "http");
}

/** Lets any server of HTTP listen on a free port. */
export async function startTestServer(
  server: Server,
  protocol: "http" | "https",
): Promise<TestServer> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `${protocol}://127.0.0.1:${port}`,
    port,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Reads a body to its end without keeping it; gives its length in bytes. */
export async function drain(incoming: IncomingMessage): Promise<number> {
  let length = 0;
  for await (const chunk of incoming) length += (chunk as Buffer).length;
  return length;
}

type Report = { readonly peakMb: number; readonly requests: readonly ObservedRequest[] };

/** A recorder in a process of its own. */
export type RecorderProcess = AsyncDisposable & {
  readonly baseUrl: string;
  /** Peak memory of the process so far, and what was sent since the last call. */
  readonly report: () => Promise<Report>;
};

/** Starts `recorderProcess.ts`. */
export async function startRecorderProcess(
  upstream: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RecorderProcess> {
  const file = fileURLToPath(new URL("recorderProcess.ts", import.meta.url));
  const child = execa(process.execPath, [file, upstream], { env: environment, buffer: false });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => String((await lines.next()).value);
  return {
    baseUrl: await nextLine(),
    report: async () => {
      child.stdin.write("report\n");
      return JSON.parse(await nextLine()) as Report;
    },
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await child;
    },
  };
}
