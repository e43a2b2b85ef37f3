import { UserError } from "../../base/base.ts";
import { compareVersions, parseVersion, type Version } from "./version.ts";

/** What to install for a version, and what of it to run. */
export type PackageChoice = {
  readonly name: string;
  /** path below `node_modules/<name>` */
  readonly program: string;
  readonly form: "native" | "script";
};

const scriptPackage = "@anthropic-ai/claude-code";

/** Up to here a version is a script for Node; afterwards a native program for each platform. */
const lastScript: Version = [2, 1, 112];

const nativePlatforms = new Set([
  "darwin-arm64",
  "darwin-x64",
  "linux-arm64",
  "linux-arm64-musl",
  "linux-x64",
  "linux-x64-musl",
  "win32-arm64",
  "win32-x64",
]);

/**
 * The smallest package that runs a version: without the wrapper, a native one needs no second copy and no install script.
 * @param platform as `platformOfThisMachine` gives it
 * @throws UserError when there is no native program for the platform, or the version is none
 */
export function packageFor(version: string, platform: string): PackageChoice {
  if (compareVersions(parseVersion(version), lastScript) <= 0) {
    return { name: scriptPackage, program: "cli.js", form: "script" };
  }
  if (!nativePlatforms.has(platform)) {
    throw new UserError(`Claude Code ${version} is not published for ${platform}.`, {
      advice: `Use one of ${[...nativePlatforms].join(", ")}, or a version up to ${lastScript.join(".")}.`,
    });
  }
  return {
    name: `@anthropic-ai/claude-code-${platform}`,
    program: platform.startsWith("win32") ? "claude.exe" : "claude",
    form: "native",
  };
}

/** The form of what a package holds. */
export function formOf(packageName: string): PackageChoice["form"] {
  return packageName === scriptPackage ? "script" : "native";
}

/** `linux-x64`, `linux-x64-musl`, `darwin-arm64` … */
export function platformOfThisMachine(): string {
  const name = `${process.platform}-${process.arch}`;
  if (process.platform !== "linux") return name;
  const report: { header?: { glibcVersionRuntime?: string } } = process.report.getReport();
  return report.header?.glibcVersionRuntime === undefined ? `${name}-musl` : name;
}
