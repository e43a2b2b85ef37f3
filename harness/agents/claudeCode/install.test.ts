import { execa } from "execa";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInstaller } from "./install.ts";
import { platformOfThisMachine } from "./packages.ts";

// The real npm against a registry of our own with two versions of a program that only knows --version.
const platform = platformOfThisMachine();
const name = `@anthropic-ai/claude-code-${platform}`;
const good = "2.1.900";
const lying = "2.1.901";
const tampered = "2.1.902";

let root: string;
let registry: AsyncDisposable & { readonly url: string; readonly downloads: string[] };
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "install-"));
  registry = await startRegistry();
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});
let cacheDirectory: string;
beforeEach(async () => {
  cacheDirectory = await mkdtemp(join(root, "cache-"));
});

function installer(url = registry.url) {
  const environment = {
    ...process.env,
    npm_config_registry: url,
    npm_config_cache: join(cacheDirectory, "npm"),
    npm_config_userconfig: join(cacheDirectory, "absent-user-config"),
    npm_config_globalconfig: join(cacheDirectory, "absent-global-config"),
    NO_PROXY: "127.0.0.1",
  };
  return createInstaller({ cacheDirectory, environment });
}

describe.skipIf(process.platform === "win32")("installing", () => {
  test("a version is installed once, with a manifest beside it, and nothing half-done is left", async () => {
    const install = installer();
    const { file, args } = await install(good);
    expect((await execa(file, [...args, "--version"])).stdout).toBe(`${good} (Claude Code)`);
    const folder = join(cacheDirectory, "claude-code");
    expect(await readdir(folder)).toEqual([`${good}-${platform}`]);
    const manifest = await readFile(
      join(folder, `${good}-${platform}`, "sametwice-install.json"),
      "utf8",
    );
    expect(JSON.parse(manifest)).toMatchObject({
      package: name,
      version: good,
      integrity: expect.stringMatching(/^sha512-/),
      sha256: createHash("sha256")
        .update(await readFile(file))
        .digest("hex"),
    });
    const downloads = registry.downloads.length;
    await installer()(good);
    expect(registry.downloads).toHaveLength(downloads);
  });

  test("two installers at once, as of two runs, end with one installation that both can use", async () => {
    const [one, two] = await Promise.all([installer()(good), installer()(good)]);
    expect(one).toEqual(two);
    expect(await readdir(join(cacheDirectory, "claude-code"))).toEqual([`${good}-${platform}`]);
  });

  test("a program that was changed after it was installed is refused", async () => {
    const { file } = await installer()(good);
    await chmod(file, 0o755);
    await appendFile(file, "# changed\n");
    await expect(installer()(good)).rejects.toThrow("cannot be trusted");
  });

  test("a program of the same length that was changed while we run is refused too", async () => {
    const install = installer();
    const { file } = await install(good);
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("Claude", "Clawed"));
    await expect(install(good)).rejects.toThrow("cannot be trusted");
  });

  test("a package that does not have the registry's hash is refused", async () => {
    await expect(installer()(tampered)).rejects.toThrow("EINTEGRITY");
  });

  test("a program that says it is another version is refused", async () => {
    await expect(installer()(lying)).rejects.toThrow(
      `Claude Code ${lying} was installed, but asked for its version it says: 1.2.3`,
    );
    expect(await readdir(join(cacheDirectory, "claude-code"))).toEqual([]);
  });

  test("a version that the registry has not got is named", async () => {
    await expect(installer()("2.1.999")).rejects.toThrow(
      `The registry has no version 2.1.999 of ${name}.`,
    );
  });

  test("without a network the error says so", async () => {
    await expect(installer("http://127.0.0.1:9")(good)).rejects.toThrow(
      "cannot reach its registry",
    );
  });

  test("a cache folder that cannot be made is named", async () => {
    await writeFile(join(cacheDirectory, "claude-code"), "a file where the folder should be");
    await expect(installer()(good)).rejects.toThrow("cannot be made");
  });

  test("a tag is refused before npm is asked", async () => {
    await expect(installer()("latest")).rejects.toThrow("not an exact version");
  });
});

async function startRegistry() {
  const packages = new Map<string, { tarball: Buffer; integrity: string }>();
  for (const [version, says] of [
    [good, `${good} (Claude Code)`],
    [lying, "1.2.3 (Claude Code)"],
    [tampered, `${tampered} (Claude Code)`],
  ] as const) {
    const tarball = await packageSaying(version, says);
    const hashed = version === tampered ? Buffer.from("another package") : tarball;
    const digest = createHash("sha512").update(hashed).digest("base64");
    packages.set(version, { tarball, integrity: `sha512-${digest}` });
  }
  const downloads: string[] = [];
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(request.url ?? "").slice(1);
    const download = packages.get(asked);
    if (download !== undefined) {
      downloads.push(asked);
      response.end(download.tarball);
    } else if (asked === name) {
      const versions = [...packages].map(([version, { integrity }]) => [
        version,
        {
          name,
          version,
          dist: { tarball: `http://${request.headers.host}/${version}`, integrity },
        },
      ]);
      const tags = { latest: good };
      response.end(
        JSON.stringify({ name, "dist-tags": tags, versions: Object.fromEntries(versions) }),
      );
    } else response.writeHead(404).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    downloads,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function packageSaying(version: string, says: string): Promise<Buffer> {
  const folder = join(root, version);
  await mkdir(join(folder, "package"), { recursive: true });
  await writeFile(join(folder, "package", "package.json"), JSON.stringify({ name, version }));
  await writeFile(join(folder, "package", "claude"), `#!/bin/sh\necho "${says}"\n`, {
    mode: 0o755,
  });
  await execa("tar", ["-czf", "package.tgz", "package"], { cwd: folder });
  return readFile(join(folder, "package.tgz"));
}
