import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRedactor } from "./base.ts";

const secret = 'pass"word/with+odd ünsigns';
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("a redactor", () => {
  test.each([
    ["as it is", secret],
    ["URL-encoded", encodeURIComponent(secret)],
    ["escaped in JSON", JSON.stringify({ secret })],
    ["escaped in JSON in JSON", JSON.stringify(JSON.stringify({ secret }))],
    ["in base64", base64(secret)],
    ["in base64 for URLs", Buffer.from(secret).toString("base64url")],
    ["in base64 behind a user", base64(`me:${secret}`)],
    ["in base64 behind another user", base64(`you:${secret}`)],
    ["in base64 in the middle of a text", base64(`user:${secret}, and more`)],
  ])("finds a given secret %s", (_how, text) => {
    const after = createRedactor([secret])({ deep: [`x ${text} y`] });
    expect(JSON.stringify(after)).toContain("<redacted>");
    expect(JSON.stringify(after)).not.toContain(text.slice(9, -9));
  });

  const known = [
    ["sk-ant-api03-AbCdEfGh_1234-xyz"],
    ["sk-proj-AbCd_1234-EfGh5678abcdef"],
    [`sk-${"a1B2".repeat(9)}`],
    ["Bearer abcdefgh.ijk1mnop"],
    ["x-api-key: 0123456789abcdef"],
    ['"x-api-key":"0123456789abcdef"'],
    [`ghp_${"a1B2".repeat(9)}`],
    [`github_pat_${"a1B2".repeat(9)}`],
    ["AKIAABCDEFGHIJKLMNOP"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc123def456"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIabcdef123456\n-----END RSA PRIVATE KEY-----"],
    [
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4\n\nMIIabcdef123456\n-----END RSA PRIVATE KEY-----",
    ],
    ["-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQdGBGabcdef123456"],
  ];
  test.each(known)("knows the shape of %j, in text and in JSON", (text) => {
    for (const spelled of [text, `\n${text}`, JSON.stringify({ a: `two\n${text}` })]) {
      const after = createRedactor([])(spelled);
      expect(after).toContain("<redacted>");
      expect(after).not.toMatch(/[a-z0-9]{10}/i);
    }
  });

  test("gives back the same object when there is nothing to hide", () => {
    const value = {
      a: ["words, words", 7, null],
      b: { c: "task-ant, skip-this, bearer of news, Bearer authentication" },
      d: "task-0123456789abcdef01234567",
    };
    expect(createRedactor([secret])(value)).toBe(value);
  });

  test("changes nothing but the texts that hold something to hide", () => {
    const value = { kept: { a: [1, "x"] }, list: ["y", `is ${secret}`], [secret]: true };
    const after = createRedactor([secret])(value);
    expect(after).toEqual({
      kept: { a: [1, "x"] },
      list: ["y", "is <redacted>"],
      "<redacted>": true,
    });
    expect(after.kept).toBe(value.kept);
  });

  test("ignores secrets so short that they are in every text", () => {
    expect(createRedactor(["a", "", "banana"])("a banana")).toBe("a banana");
  });

  // "<redacted>" itself may hold what a generator takes for a secret.
  const secrets = fc
    .string({ minLength: 8, maxLength: 40, unit: "binary" })
    .filter((text) => !/[<>]|redacted/.test(text));

  test("law: no secret survives, wherever it is", () => {
    fc.assert(
      fc.property(secrets, fc.jsonValue(), fc.string(), (hidden, value, before) => {
        const planted = {
          value,
          [`k${hidden}`]: [{ text: `${before}${hidden}!`, also: [hidden] }],
        };
        const after = JSON.stringify(createRedactor([hidden])(planted));
        expect(after.includes(JSON.stringify(hidden).slice(1, -1))).toBe(false);
      }),
    );
  });

  test("law: what holds no secret is the same object afterwards", () => {
    const harmless = fc.jsonValue().filter((value) => !JSON.stringify(value).includes("-"));
    fc.assert(
      fc.property(harmless, (value) => {
        expect(createRedactor(["never-in-there"])(value)).toBe(value);
      }),
    );
  });

  test("megabytes of beginnings without an end are read in linear time", () => {
    const redact = createRedactor([secret]);
    const startedAt = performance.now();
    const pieces = [
      "sk-",
      "eyJ",
      "eyJaaaaaaaaaaaa.",
      "Bearer  ",
      "x-api-key: ",
      "PRIVATE KEY",
      "-----BEGIN A",
    ];
    for (const piece of pieces) redact(piece.repeat(200_000));
    redact("-----BEGIN PRIVATE KEY-----".repeat(1_000));
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
