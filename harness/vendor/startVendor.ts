import { createAdaptorServer } from "@hono/node-server";
import { messageOf, UserError } from "../base/base.ts";
import { createEndpoints } from "./endpoints.ts";
import { openGroundTruth } from "./groundTruth.ts";
import { isKnownModel } from "./models.ts";
import type { VendorProfile } from "./profile.ts";
import { createReplays } from "./replays.ts";
import { loadScripts, type Script } from "./script.ts";
import type { Vendor } from "./types.ts";

export type VendorOptions = {
  readonly profile: VendorProfile;
  /** every draw depends on it */
  readonly seed: number;
  /** absent or 0: any free port */
  readonly port?: number;
  /** JSON lines, one per replay; absent or null: not written */
  readonly groundTruthFile?: string | null;
  /** absent: those of the fixtures */
  readonly scripts?: readonly Script[];
  /** serves every model that is asked for, not only the known ones */
  readonly anyModel?: boolean;
};

/**
 * Starts the simulated vendor on 127.0.0.1.
 * @throws UserError when the port is taken, the ground truth cannot be written or a script cannot be read
 */
export async function startVendor(options: VendorOptions): Promise<Vendor> {
  const { profile, seed } = options;
  const replays = createReplays(profile.time);
  const endpoints = createEndpoints({
    profile,
    seed,
    replays,
    scripts: options.scripts ?? (await loadScripts()),
    isServed: options.anyModel ? () => true : isKnownModel,
    groundTruth: await openGroundTruth(options.groundTruthFile ?? null),
  });
  const server = createAdaptorServer({ fetch: endpoints.fetch });
  const port = await listen(server, options.port ?? 0);
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    profile: { name: profile.name, description: profile.description, time: profile.time },
    announce: replays.announce,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Clients keep their connections open for the next request, which will not come.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}

type Server = ReturnType<typeof createAdaptorServer>;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new UserError(`The simulated vendor cannot listen on port ${port} (${messageOf(error)}).`, {
          advice: "Choose another port, or leave it out for any free one.",
          cause: error,
        }),
      ),
    );
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
