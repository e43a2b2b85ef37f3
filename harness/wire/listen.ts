import type { Server } from "node:http";
import type { Socket } from "node:net";
import { messageOf, UserError } from "../base/base.ts";

/** A server on 127.0.0.1. */
export type Listening = {
  readonly port: number;
  /** Ends every connection, those too that the server gave away (CONNECT, upgrades). */
  readonly close: () => Promise<void>;
};

/**
 * Lets a server listen on 127.0.0.1 and a free port.
 * @throws UserError when no port can be had: all are in use, or the machine forbids it
 */
export async function listen(server: Server): Promise<Listening> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await beginListening(server);
  return {
    port: portOf(server),
    close: async () => {
      const { promise: closed, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function beginListening(server: Server): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", (error) => reject(cannotListen(error)));
  server.listen(0, "127.0.0.1", resolve);
  await promise;
}

function cannotListen(error: Error): UserError {
  return new UserError(`No port of 127.0.0.1 can be listened on: ${messageOf(error)}.`, {
    advice:
      "Everything between agents and vendor passes a local port: end what holds the ports or files of this machine (ulimit -n), or run with less concurrency.",
    cause: error,
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
