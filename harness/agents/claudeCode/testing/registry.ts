import { execa } from "execa";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { platformOfThisMachine } from "../packages.ts";

/** What the registry of tests has, by what is wrong with it. */
export const versions = {
  good: "2.1.900",
  /** says that it is another version */
  lying: "2.1.901",
  /** does not have the hash that the registry names */
  tampered: "2.1.902",
  /** its download ends in the middle */
  cut: "2.1.903",
  /** its download never ends */
  hanging: "2.1.904",
  alsoGood: "2.1.905",
  /** from the time when a version was a script for Node, with tools for several platforms */
  script: "2.1.50",
} as const;

export const nativePackage = `@anthropic-ai/claude-code-${platformOfThisMachine()}`;
const scriptPackage = "@anthropic-ai/claude-code";

export type Registry = AsyncDisposable & {
  readonly url: string;
  /** every tarball that was asked for */
  readonly downloads: readonly string[];
  /** environment that makes npm use it, with a cache of npm in a folder */
  readonly environmentFor: (folder: string) => Readonly<Record<string, string>>;
};

/** A registry for the real npm, with programs that only know --version. */
export async function startRegistry(): Promise<Registry> {
  const root = await mkdtemp(join(tmpdir(), "registry-"));
  const tarballs = new Map<string, Buffer>();
  for (const version of Object.values(versions)) {
    const says = version === versions.lying ? "1.2.3" : version;
    tarballs.set(version, await packed(join(root, version), filesOf(version, says)));
  }
  const downloads: string[] = [];
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url ?? "").slice(1);
    const tarball = tarballs.get(asked);
    if (tarball === undefined) {
      const document = packageDocument(asked, tarballs, String(request.headers.host));
      response.writeHead(document === null ? 404 : 200).end(JSON.stringify(document ?? {}));
      return;
    }
    downloads.push(asked);
    if (asked === versions.hanging) return void response.write(tarball.subarray(0, 50));
    response.end(asked === versions.cut ? tarball.subarray(0, tarball.length / 2) : tarball);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    downloads,
    environmentFor: (folder) => ({
      npm_config_registry: url,
      npm_config_fetch_retries: "0",
      npm_config_cache: join(folder, "npm"),
      npm_config_userconfig: join(folder, "absent-user-config"),
      npm_config_globalconfig: join(folder, "absent-global-config"),
      NO_PROXY: "127.0.0.1",
    }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true });
    },
  };
}

function packageDocument(name: string, tarballs: ReadonlyMap<string, Buffer>, host: string) {
  if (name !== nativePackage && name !== scriptPackage) return null;
  const held = [...tarballs].filter(
    ([version]) => (version === versions.script) === (name === scriptPackage),
  );
  const described = held.map(([version, tarball]) => {
    const hashed = version === versions.tampered ? "another package" : tarball;
    const integrity = `sha512-${createHash("sha512").update(hashed).digest("base64")}`;
    const dist = { tarball: `http://${host}/${version}`, integrity };
    return [version, { name, version, dist }] as const;
  });
  const latest = described[0]?.[0];
  return { name, "dist-tags": { latest }, versions: Object.fromEntries(described) };
}

/** Says its version, or answers the readiness probe and then nothing more until its input ends. */
function shellProgram(version: string): string {
  const ready = { type: "control_response", response: { request_id: "ready" } };
  return [
    "#!/bin/sh",
    `if [ "$1" = --version ]; then echo "${version} (Claude Code)"; exit; fi`,
    "read line",
    `echo '${JSON.stringify(ready)}'`,
    "cat > /dev/null",
    "",
  ].join("\n");
}

function filesOf(version: string, says: string): Readonly<Record<string, string>> {
  if (version !== versions.script) {
    return {
      "package.json": JSON.stringify({ name: nativePackage, version }),
      claude: shellProgram(says),
    };
  }
  const here = `${process.arch}-${process.platform}`;
  return {
    "package.json": JSON.stringify({ name: scriptPackage, version, bin: { claude: "cli.js" } }),
    "cli.js": `console.log("${says} (Claude Code)");\n`,
    "vendor/ripgrep/COPYING": "do as you like",
    [`vendor/ripgrep/${here}/rg`]: "searches",
    "vendor/ripgrep/arm64-win32/rg.exe": "searches elsewhere",
    "vendor/ripgrep/x64-win32/rg.exe": "searches elsewhere",
  };
}

async function packed(folder: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, "package", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o755 });
  }
  await execa("tar", ["-czf", "package.tgz", "package"], { cwd: folder });
  return readFile(join(folder, "package.tgz"));
}
