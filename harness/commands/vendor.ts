import { once } from "node:events";
import { z } from "zod";
import { loadProfile, startVendor } from "../vendor/vendor.ts";

const vendorFlags = z.object({
  profile: z.string(),
  port: z.number().optional(),
  seed: z.number(),
  groundTruth: z.string().optional(),
});

/** `sametwice vendor`: the simulated vendor alone, until it is interrupted. Its address is the one line on stdout. */
export async function vendorCommand(rawFlags: unknown): Promise<number> {
  const flags = vendorFlags.parse(rawFlags);
  const vendor = await startVendor({
    profile: await loadProfile(flags.profile),
    seed: flags.seed,
    ...(flags.port === undefined ? {} : { port: flags.port }),
    groundTruthFile: flags.groundTruth ?? null,
  });
  process.stdout.write(`${vendor.baseUrl}\n`);
  process.stderr.write(
    `SIMULATED vendor "${vendor.profile.name}": ${vendor.profile.description.trim()} End it with Ctrl-C.\n`,
  );
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await vendor.close();
  return 0;
}
