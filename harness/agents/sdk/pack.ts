import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { join } from "node:path";
import { sha256 } from "../../base/base.ts";

/** What sdkModules.ts loads. */
const entries = [
  "@anthropic-ai/sdk/client",
  "@anthropic-ai/sdk/error",
  "@anthropic-ai/sdk/tools/agent-toolset/node",
];

/**
 * Writes the 300 files of the SDK that the agent loads into one, because finding and opening them one by one costs every
 * agent process about 0.1 s of CPU. The code is not changed, nor is anything of it run here.
 * @param folder where to write, made when missing; an equal pack that is already there is kept
 * @returns path of the file, for `sdkLaunch`
 */
export function packSdk(folder: string): string {
  const require = createRequire(import.meta.url);
  const entryPaths = new Map(entries.map((entry) => [entry, require.resolve(entry)]));
  const text = packText(readModules([...entryPaths.values()]), entryPaths);
  // Named after its content: a new SDK, or a checkout that moved, makes a new pack.
  const file = join(folder, `anthropic-sdk-${sha256(text).slice(0, 16)}.cjs`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Another run may be doing the same: whoever renames last wins, and both wrote the same.
  const part = `${file}.${process.pid}`;
  writeFileSync(part, text);
  renameSync(part, file);
  return file;
}

type PackedModule = {
  readonly source: string;
  /** what the source requires, by the words it uses, to the path that was meant */
  readonly requires: Readonly<Record<string, string>>;
};

function readModules(paths: readonly string[]): ReadonlyMap<string, PackedModule> {
  const modules = new Map<string, PackedModule>();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (modules.has(path)) continue;
    const source = readFileSync(path, "utf8");
    const requires = requiresOf(path, source);
    modules.set(path, { source, requires });
    waiting.push(...Object.values(requires));
  }
  return modules;
}

function requiresOf(path: string, source: string): Record<string, string> {
  const require = createRequire(path);
  const found: Record<string, string> = {};
  for (const [, wanted = ""] of source.matchAll(/(?:=|\() ?require\("([^"]+)"\)/g)) {
    if (!isBuiltin(wanted)) found[wanted] = require.resolve(wanted);
  }
  return found;
}

/** Node's own module wrapper around every file, and a `require` that looks into the pack first. */
function packText(
  modules: ReadonlyMap<string, PackedModule>,
  entryPaths: ReadonlyMap<string, string>,
) {
  const definitions = [...modules].map(
    ([path, { source, requires }]) =>
      `[${JSON.stringify(path)}, [${JSON.stringify(requires)}, function (exports, require, module, __filename) {${source}\n}]]`,
  );
  return `"use strict";
const { createRequire, isBuiltin } = require("node:module");
const definitions = new Map([
${definitions.join(",\n")}
]);
const loaded = new Map();
function load(path) {
  const known = loaded.get(path);
  if (known) return known.exports;
  const module = { exports: {} };
  loaded.set(path, module);
  const [requires, body] = definitions.get(path);
  const packedRequire = (wanted) => {
    if (wanted in requires) return load(requires[wanted]);
    return isBuiltin(wanted) ? require(wanted) : createRequire(path)(wanted);
  };
  body.call(module.exports, module.exports, packedRequire, module, path);
  return module.exports;
}
const entries = ${JSON.stringify(Object.fromEntries(entryPaths))};
module.exports = (entry) => load(entries[entry]);
`;
}
