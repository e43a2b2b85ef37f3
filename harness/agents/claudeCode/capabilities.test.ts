import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../base/base.ts";
import { capabilitiesIn } from "./capabilities.ts";
import { saveMeasured, shippedVersions, type MeasuredVersion } from "./capabilityTable.ts";
import { claudeCodeAgent } from "./claudeCode.ts";
import { packageFor, platformOfThisMachine } from "./packages.ts";
import { compareVersions, parseVersion } from "./version.ts";

describe("the shipped table", () => {
  test.each([
    ["0.2.9", "unknown"],
    ["1.0.128", "no-op"],
    ["2.0.76", "no-op"],
    ["2.1.112", "no-op"],
    ["2.1.116", "no-op"],
    ["2.1.117", "fake"],
    ["2.1.126", "fake"],
    ["2.1.127", "fake"],
    ["2.1.128", "fake"],
    ["2.1.129", "real"],
    ["2.1.142", "real"],
    ["2.1.200", "real"],
    ["2.1.299", "real"],
    ["2.1.328", "real"],
    ["2.1.329", "unknown"],
    ["3.0.0", "unknown"],
  ])("/clear of %s is %s", (version, clear) => {
    expect(capabilitiesIn(shippedVersions, version).clear).toBe(clear);
  });

  test.each([
    ["2.0.76", false],
    ["2.1.20", false],
    ["2.1.27", null],
    ["2.1.34", true],
    ["2.1.104", true],
    ["2.1.328", true],
  ])("beta suppression of %s takes betas off: %s", (version, expected) => {
    expect(capabilitiesIn(shippedVersions, version).betaSuppression).toBe(expected);
  });

  test("every version in it was started and measured to the end", () => {
    expect(shippedVersions.length).toBeGreaterThanOrEqual(23);
    for (const one of shippedVersions) {
      expect(one).toMatchObject({ refusal: null, turnLimit: "turn-limit" });
      expect(one.clear).not.toBe("unknown");
      expect(one.models.map(({ asked }) => asked)).toContain("claude-sonnet-4-5");
    }
  });
});

describe("a version that was not measured", () => {
  const table = [measured("2.0.0", "no-op", false), measured("2.2.0", "real", true)];

  test("has the answers on which its measured neighbours agree, and that is said", () => {
    const agreed = [...table, measured("2.1.0", "no-op", true)];
    expect(capabilitiesIn(agreed, "2.0.5")).toMatchObject({
      basis: "assumed",
      clear: "no-op",
      betaSuppression: null,
    });
    expect(capabilitiesIn(agreed, "2.1.5")).toMatchObject({
      basis: "assumed",
      clear: "unknown",
      betaSuppression: true,
    });
  });

  test("is unknown when it is older or newer than all that were", () => {
    for (const version of ["1.9.9", "2.2.1"]) {
      expect(capabilitiesIn(table, version)).toEqual({
        basis: "unknown",
        clear: "unknown",
        betaSuppression: null,
        callsHome: [],
      });
    }
  });

  test("is assumed to call only those hosts that both neighbours call", () => {
    const calling = [
      { ...measured("2.0.0", "real", true), callsHome: ["a:443", "b:443"] },
      { ...measured("2.2.0", "real", true), callsHome: ["b:443"] },
    ];
    expect(capabilitiesIn(calling, "2.1.0").callsHome).toEqual(["b:443"]);
  });
});

describe("what was measured on this machine", () => {
  test("counts for more than what is shipped, and a damaged file says what to do", async () => {
    await using cache = await temporaryCache();
    const agent = claudeCodeAgent({ cacheDirectory: cache.path });
    expect(agent.capabilitiesOf("2.1.328")).toMatchObject({ basis: "measured", clear: "real" });
    await saveMeasured(cache.path, {
      ...measured("2.1.328", "fake", false),
      platform: platformOfThisMachine(),
    });
    expect(agent.capabilitiesOf("2.1.328")).toMatchObject({ basis: "measured", clear: "fake" });
    expect(agent.capabilitiesOf("2.1.200").clear).toBe("real");

    const damaged = join(cache.path, "capabilities", `2.1.327-${platformOfThisMachine()}.json`);
    await writeFile(damaged, '{"schema":');
    expect(() => agent.capabilitiesOf("2.1.200")).toThrow(UserError);
    expect(() => agent.capabilitiesOf("2.1.200")).toThrow("is no capability table");
  });

  test("on another platform is left aside", async () => {
    await using cache = await temporaryCache();
    await mkdir(join(cache.path, "capabilities"));
    await saveMeasured(cache.path, {
      ...measured("2.1.328", "fake", false),
      platform: "sunos-x64",
    });
    const agent = claudeCodeAgent({ cacheDirectory: cache.path });
    expect(agent.capabilitiesOf("2.1.328").clear).toBe("real");
  });
});

function measured(
  version: string,
  clear: MeasuredVersion["clear"],
  betaSuppression: boolean,
): MeasuredVersion {
  const [first] = shippedVersions;
  if (first === undefined) throw new Error("nothing is shipped");
  return { ...first, version, clear, betaSuppression, callsHome: [] };
}

async function temporaryCache(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), "capabilities-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

describe("versions", () => {
  test.each(["latest", "2.1", "v2.1.328", "^2.1.0", "2.1.x", "2.1.328-beta.1", "02.1.0", ""])(
    "%j is refused: it is no exact version",
    (text) => {
      expect(() => parseVersion(text)).toThrow(UserError);
    },
  );

  test("versions are compared as numbers", () => {
    expect(compareVersions([2, 1, 99], [2, 1, 100])).toBeLessThan(0);
  });
});

describe("packages", () => {
  test("a native version is the platform's package alone", () => {
    expect(packageFor("2.1.328", "linux-x64")).toEqual({
      name: "@anthropic-ai/claude-code-linux-x64",
      program: "claude",
      form: "native",
    });
  });

  test("a version that is a script runs on every platform", () => {
    expect(packageFor("2.1.112", "sunos-x64").form).toBe("script");
  });

  test("a platform without a native program is refused with those that have one", () => {
    expect(() => packageFor("2.1.126", "sunos-x64")).toThrow("is not published for sunos-x64");
  });

  test("this machine's platform is named as the packages name it", () => {
    expect(platformOfThisMachine()).toMatch(/^[a-z0-9]+-[a-z0-9]+(-musl)?$/);
  });
});
