import { execa } from "execa";
import { mkdir, mkdtemp, rm, statfs, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { sdkAgent, sdkRevisions } from "../agents/agents.ts";
import { messageOf, UserError } from "../base/base.ts";
import { preflight } from "../probe/probe.ts";
import { loadProfile, startVendor } from "../vendor/vendor.ts";
import { startEgressGuard } from "../wire/wire.ts";

/** One thing that a run needs of the machine. */
export type MachineCheck = {
  readonly what: string;
  readonly works: boolean;
  /** what was found, or what is wrong and what to do */
  readonly detail: string;
};

/** Tries all that a run needs. Nothing of the network is used, and nothing is left behind. */
export async function checkMachine(cacheDirectory: string): Promise<readonly MachineCheck[]> {
  return [
    // An older Node does not get so far: the entry point refuses it.
    { what: "Node", works: true, detail: process.versions.node },
    await check("npm", npmVersion),
    await check("cache", () => writeToCache(cacheDirectory)),
    await check("disk space", () => freeSpaceIn(cacheDirectory)),
    await check("simulated vendor", askVendor),
    await check("egress guard", tryToEscape),
    await check("agent", () => playPrompt(cacheDirectory)),
  ];
}

/** @param attempt gives what was found; throws when something does not work */
async function check(what: string, attempt: () => Promise<string>): Promise<MachineCheck> {
  try {
    return { what, works: true, detail: await attempt() };
  } catch (error) {
    const advice = error instanceof UserError && error.advice ? ` ${error.advice}` : "";
    return { what, works: false, detail: `${messageOf(error)}${advice}` };
  }
}

async function npmVersion(): Promise<string> {
  const { stdout, failed } = await execa("npm", ["--version"], { reject: false, stdin: "ignore" });
  if (!failed) return stdout.trim();
  throw new UserError("npm does not run; it is needed to install versions of Claude Code.", {
    advice: "Install npm (it comes with Node), or add its folder to PATH.",
  });
}

async function writeToCache(cacheDirectory: string): Promise<string> {
  try {
    await mkdir(cacheDirectory, { recursive: true });
    const folder = await mkdtemp(join(cacheDirectory, "doctor-"));
    await writeFile(join(folder, "file"), "");
    await rm(folder, { recursive: true });
    return cacheDirectory;
  } catch (error) {
    throw new UserError(`${cacheDirectory} cannot be written to (${messageOf(error)}).`, {
      advice: "Set SAMETWICE_CACHE to a folder that can.",
      cause: error,
    });
  }
}

const bytesPerGigabyte = 1e9;
/** The largest version measured has 380 MB, and is unpacked beside its archive. */
const leastFreeGigabytes = 1;

async function freeSpaceIn(cacheDirectory: string): Promise<string> {
  const { bavail, bsize } = await statfs(cacheDirectory);
  const free = (bavail * bsize) / bytesPerGigabyte;
  const found = `${free.toFixed(1)} GB free; a version of Claude Code takes up to 0.4 GB`;
  if (free >= leastFreeGigabytes) return found;
  throw new UserError(`Only ${found}.`, { advice: "Make room, or set SAMETWICE_CACHE elsewhere." });
}

async function askVendor(): Promise<string> {
  const vendor = await startVendor({ profile: await loadProfile("healthy"), seed: 1 });
  try {
    const { ok, status } = await fetch(`${vendor.baseUrl}/v1/models`);
    if (!ok) throw new Error(`It answers with status ${status}.`);
    return "answers on 127.0.0.1";
  } finally {
    await vendor.close();
  }
}

/** A name that no resolver knows, should the guard ever let it through. */
const forbidden = "sametwice.invalid:443";

async function tryToEscape(): Promise<string> {
  const guard = await startEgressGuard();
  try {
    const status = await connectThrough(guard.proxyFor("doctor"));
    const noted = guard.take("doctor").some(({ target }) => target === forbidden);
    if (status === 200 || !noted) throw new Error(`A connection was not refused and noted.`);
    return "refuses connections and notes them";
  } finally {
    await guard.close();
  }
}

function connectThrough(proxy: string): Promise<number | undefined> {
  const { hostname, port, username, password } = new URL(proxy);
  const authorization = Buffer.from(`${username}:${password}`).toString("base64");
  return new Promise((resolve, reject) => {
    const asked = request({
      host: hostname,
      port,
      method: "CONNECT",
      path: forbidden,
      headers: { "proxy-authorization": `Basic ${authorization}` },
    });
    asked.once("connect", ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    asked.once("error", reject);
    asked.end();
  });
}

async function playPrompt(cacheDirectory: string): Promise<string> {
  const [revision = ""] = sdkRevisions;
  const prepared = await sdkAgent({ cacheDirectory }).prepare(revision);
  const seen = await preflight(prepared, { model: "claude-sonnet-4-6" });
  if (seen.kind === "problem") throw new Error(seen.problem);
  return "the sdk agent plays a prompt through recorder and vendor";
}
