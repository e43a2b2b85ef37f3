import { describe, expect, test } from "vitest";
import { UserError } from "../../base/base.ts";
import { capabilitiesOf } from "./capabilities.ts";
import { packageFor, platformOfThisMachine } from "./packages.ts";
import { compareVersions, parseVersion } from "./version.ts";

describe("capabilities", () => {
  test.each([
    ["0.2.9", "unknown"],
    ["1.0.128", "no-op"],
    ["2.0.76", "no-op"],
    ["2.1.112", "no-op"],
    ["2.1.113", "unknown"],
    ["2.1.126", "fake"],
    ["2.1.127", "unknown"],
    ["2.1.142", "real"],
    ["2.1.200", "real"],
    ["2.1.328", "real"],
    ["2.1.329", "unknown"],
    ["3.0.0", "unknown"],
  ])("/clear of %s is %s", (version, clear) => {
    expect(capabilitiesOf(version).clear).toBe(clear);
  });

  test.each([
    ["2.0.76", false],
    ["2.1.50", false],
    ["2.1.104", true],
    ["2.1.328", true],
  ])("beta suppression of %s can be relied on: %s", (version, expected) => {
    expect(capabilitiesOf(version).betaSuppression).toBe(expected);
  });
});

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
