import { execa } from "execa";
import { createHash } from "node:crypto";
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createInstaller, type InstalledVersion } from "./install.ts";
import { platformOfThisMachine } from "./packages.ts";
import { nativePackage, startRegistry, versions, type Registry } from "./testing/registry.ts";

// The real npm against a registry of our own with programs that only know --version.
const { good, lying, tampered, cut, hanging, script } = versions;
const platform = platformOfThisMachine();

let root: string;
let registry: Registry;
/** a cache with a good version */
let template: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "install-"));
  registry = await startRegistry();
  template = join(root, "template");
  const environment = { ...process.env, ...registry.environmentFor(template) };
  await createInstaller({ cacheDirectory: template, environment }).install(good);
});
afterAll(async () => {
  await registry[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
});
let cacheDirectory: string;
let notices: string[];
beforeEach(async () => {
  cacheDirectory = await mkdtemp(join(root, "cache-"));
  notices = [];
});

function environment() {
  return { ...process.env, ...registry.environmentFor(cacheDirectory) };
}

/** As a run of its own would have it. @param url where npm looks for packages */
function install(version: string, url = registry.url): Promise<InstalledVersion> {
  return createInstaller({
    cacheDirectory,
    environment: { ...environment(), npm_config_registry: url },
    onNotice: (message) => notices.push(message),
  }).install(version);
}

/** The good version without npm's half second. */
async function installedGood(): Promise<InstalledVersion> {
  await cp(join(template, "claude-code"), join(cacheDirectory, "claude-code"), {
    recursive: true,
  });
  const { how, ...installed } = await install(good, deadRegistry);
  expect(how).toBe("present");
  return { how, ...installed };
}

/** Nobody listens there. */
const deadRegistry = "http://127.0.0.1:9";

function startInstalling(version: string) {
  const program = join(import.meta.dirname, "testing/installVersion.ts");
  return execa(process.execPath, [program, cacheDirectory, version], {
    env: environment(),
    extendEnv: false,
    reject: false,
  });
}

const inCache = () => readdir(join(cacheDirectory, "claude-code"));

async function changeProgram({ program }: InstalledVersion): Promise<void> {
  await chmod(program, 0o755);
  const text = await readFile(program, "utf8");
  await writeFile(program, text.replace("\n", '\necho changed > "$(dirname $0)/was-run"\n'));
}

describe.skipIf(process.platform === "win32")("installing", () => {
  test("a version is installed once, with a manifest beside it, and nothing half-done is left", async () => {
    const { executable, program, how, sha256, form } = await install(good);
    const { file, args } = executable;
    expect((await execa(file, [...args, "--version"])).stdout).toBe(`${good} (Claude Code)`);
    expect({ how, form }).toEqual({ how: "installed", form: "native" });
    expect(await inCache()).toEqual([`${good}-${platform}`]);
    const hash = createHash("sha256")
      .update(await readFile(program))
      .digest("hex");
    expect(sha256).toBe(hash);
    const manifest = await readFile(
      join(cacheDirectory, "claude-code", `${good}-${platform}`, "sametwice-install.json"),
      "utf8",
    );
    expect(JSON.parse(manifest)).toMatchObject({
      package: nativePackage,
      version: good,
      integrity: expect.stringMatching(/^sha512-/),
      sha256: hash,
    });
  });

  test("an installed version is used again without a network", async () => {
    await installedGood();
    expect((await install(good, deadRegistry)).how).toBe("present");
  });

  test("its program cannot be written by the client that updates itself", async () => {
    const { program } = await installedGood();
    expect((await stat(program)).mode & 0o777).toBe(0o555);
  });

  test("a script keeps the tools of this platform only", async () => {
    const { executable, program, form } = await install(script);
    expect(form).toBe("script");
    expect(executable).toEqual({ file: process.execPath, args: [program] });
    const tools = await readdir(join(dirname(program), "vendor/ripgrep"));
    expect(tools.toSorted()).toEqual(["COPYING", `${process.arch}-${process.platform}`]);
  });

  test("an installation of an older sametwice, whose manifest names the program only, stays good", async () => {
    const { folder } = await installedGood();
    const file = join(folder, "sametwice-install.json");
    const { files: _files, ...old } = JSON.parse(await readFile(file, "utf8"));
    await writeFile(file, JSON.stringify(old));
    expect((await install(good, deadRegistry)).how).toBe("present");
  });

  test("a package that does not have the registry's hash is refused", async () => {
    await expect(install(tampered)).rejects.toThrow("EINTEGRITY");
    expect(await inCache()).toEqual([]);
  });

  test("a download that is cut in the middle is refused, and nothing of it is left", async () => {
    await expect(install(cut)).rejects.toThrow(`npm could not install ${nativePackage} ${cut}`);
    expect(await inCache()).toEqual([]);
  });

  test("a program that says it is another version is refused", async () => {
    await expect(install(lying)).rejects.toThrow(
      `Claude Code ${lying} was installed, but asked for its version it says: 1.2.3`,
    );
    expect(await inCache()).toEqual([]);
  });

  test("a version that the registry has not got is named", async () => {
    await expect(install("2.1.999")).rejects.toThrow(
      `The registry has no version 2.1.999 of ${nativePackage}.`,
    );
  });

  test("without a network the error says so", async () => {
    await expect(install(good, deadRegistry)).rejects.toThrow("cannot reach its registry");
  });

  test("a cache folder that cannot be made is named", async () => {
    await writeFile(join(cacheDirectory, "claude-code"), "a file where the folder should be");
    await expect(install(good)).rejects.toThrow("cannot be made");
  });

  test("a tag is refused before npm is asked", async () => {
    await expect(install("latest")).rejects.toThrow("not an exact version");
  });
});

describe.skipIf(process.platform === "win32")("a damaged installation", () => {
  const damages: readonly [string, (installed: InstalledVersion) => Promise<unknown>, RegExp][] = [
    ["whose program was changed", changeProgram, /claude is not what was installed \(sha256/],
    ["whose program is gone", ({ program }) => rm(program), /claude cannot be read/],
    [
      "of which another file is gone",
      ({ program }) => rm(join(dirname(program), "package.json")),
      /package.json cannot be read/,
    ],
    [
      "without a manifest",
      ({ folder }) => rm(join(folder, "sametwice-install.json")),
      /has no sametwice-install.json/,
    ],
    [
      "whose manifest was cut",
      ({ folder }) => writeFile(join(folder, "sametwice-install.json"), '{"schema":'),
      /sametwice-install.json cannot be understood/,
    ],
  ];
  test.each(damages)("%s is replaced, and it is said why", async (_what, damage, why) => {
    await damage(await installedGood());
    const { how, program } = await install(good);
    expect(how).toBe("replaced");
    expect(notices).toEqual([expect.stringMatching(why)]);
    expect(await readFile(program, "utf8")).not.toContain("changed");
    expect(await readdir(dirname(program))).not.toContain("was-run");
    expect(await inCache()).toEqual([`${good}-${platform}`]);
  });

  test("is found also when it is damaged while we run, at the same length", async () => {
    const { install: again } = createInstaller({ cacheDirectory, environment: environment() });
    await installedGood();
    const { program } = await again(good);
    const text = await readFile(program, "utf8");
    await chmod(program, 0o755);
    await writeFile(program, text.replace("Claude", "Clawed"));
    expect((await again(good)).how).toBe("replaced");
  });

  test("that is in fact another version is replaced", async () => {
    const { folder } = await installedGood();
    await cp(folder, join(dirname(folder), `${versions.alsoGood}-${platform}`), {
      recursive: true,
    });
    expect((await install(versions.alsoGood)).how).toBe("replaced");
    expect(notices.at(-1)).toContain(`it holds version ${good}`);
  });

  test("is never run, and without a network both mishaps are told", async () => {
    const { program, folder } = await installedGood().then(async (one) => {
      await changeProgram(one);
      return one;
    });
    await expect(install(good, deadRegistry)).rejects.toThrow(
      /in the cache is damaged \(.*is not what was installed.*cannot be replaced: .*cannot reach its registry/,
    );
    expect(await readdir(dirname(program))).not.toContain("was-run");
    expect(await readdir(dirname(folder))).toEqual([`${good}-${platform}`]);
  });
});

describe.skipIf(process.platform === "win32")("several at once", () => {
  test("two processes that install one version end with one installation that both can use", async () => {
    const both = await Promise.all([startInstalling(good), startInstalling(good)]);
    expect(both.map(({ stderr, stdout }) => stderr + stdout)).toEqual(["installed", "installed"]);
    expect(await inCache()).toEqual([`${good}-${platform}`]);
    expect((await install(good, deadRegistry)).how).toBe("present");
  });

  test("two processes that replace one version end with one good installation", async () => {
    await changeProgram(await installedGood());
    const both = await Promise.all([startInstalling(good), startInstalling(good)]);
    expect(both.map(({ stderr, exitCode }) => [stderr, exitCode])).toEqual([
      ["", 0],
      ["", 0],
    ]);
    expect(await inCache()).toEqual([`${good}-${platform}`]);
    expect((await install(good, deadRegistry)).how).toBe("present");
  });

  test("a killed installation leaves a folder that the next one removes, but one at work is left alone", async () => {
    const killed = startInstalling(hanging);
    const working = startInstalling(hanging);
    // By then npm only waits: it outlives its parent and would put back what is removed.
    while (registry.downloads.filter((one) => one === hanging).length < 2) await delay(20);
    killed.kill("SIGKILL");
    await killed;
    await install(script);
    const left = await inCache();
    expect(left).toHaveLength(2);
    expect(left).toContain(`${script}-${platform}`);
    expect(left.find((name) => name.endsWith(".tmp"))).toContain(`.${working.pid}-`);
    expect(notices.filter((notice) => notice.includes("left behind"))).toEqual([
      expect.stringContaining(`.${killed.pid}-`),
    ]);
    working.kill("SIGKILL");
    await working;
  });

  test("a folder of which nobody knows the owner is left alone for an hour", async () => {
    const folder = join(cacheDirectory, "claude-code");
    const names = ["old", "young"].map((name) => join(folder, `2.1.1-${platform}.${name}.tmp`));
    for (const name of names) await mkdir(name, { recursive: true });
    const longAgo = Date.now() / 1_000 - 3_700;
    await utimes(names[0] ?? "", longAgo, longAgo);
    await installedGood();
    expect((await inCache()).filter((name) => name.endsWith(".tmp"))).toEqual([
      `2.1.1-${platform}.young.tmp`,
    ]);
  });
});
