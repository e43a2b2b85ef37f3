import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { generate } from "selfsigned";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { describeFailure } from "./failure.ts";
import { startRecorderProcess, startTestServer, type TestServer } from "./testing/servers.ts";
import { startRecorder } from "./wire.ts";

type Certificate = Awaited<ReturnType<typeof certificateFor>>;

async function certificateFor(name: string, notAfterDate = new Date("2099-01-01")) {
  const altNames =
    name === "127.0.0.1" ? [{ type: 7 as const, ip: name }] : [{ type: 2 as const, value: name }];
  return generate([{ name: "commonName", value: `test ${name} ${notAfterDate.getFullYear()}` }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames },
    ],
    notBeforeDate: new Date("2020-01-01"),
    notAfterDate,
  });
}

let good: Certificate;
let expired: Certificate;
let foreign: Certificate;
beforeAll(async () => {
  [good, expired, foreign] = await Promise.all([
    certificateFor("127.0.0.1"),
    certificateFor("127.0.0.1", new Date("2021-01-01")),
    certificateFor("other.example"),
  ]);
});

const trusted = getCACertificates();
afterEach(() => setDefaultCACertificates(trusted));
const trust = (...certificates: readonly Certificate[]) =>
  setDefaultCACertificates([...trusted, ...certificates.map((one) => one.cert)]);

const answer: RequestListener = (_incoming, outgoing) => {
  outgoing.writeHead(200, { "content-type": "application/json" });
  outgoing.end('{"model":"claude-haiku-4-5"}');
};

const startSecureVendor = (certificate: Certificate): Promise<TestServer> =>
  startTestServer(
    createHttpsServer({ key: certificate.private, cert: certificate.cert }, answer),
    "https",
  );

/** What a client is told when it asks for an answer, and what is observed. */
async function askThrough(upstream: string) {
  const recorder = await startRecorder({ upstream, tagUpstream: false });
  try {
    const response = await fetch(`${recorder.baseUrlFor("a")}/v1/messages`, {
      method: "POST",
      body: "{}",
    });
    const told: unknown = await response.json();
    const [seen] = await recorder.take("a");
    return { status: response.status, told, failure: seen?.failure };
  } finally {
    await recorder.close();
  }
}

describe("an https vendor", () => {
  test("whose authority NODE_EXTRA_CA_CERTS names is spoken to like any other", async () => {
    await using vendor = await startSecureVendor(good);
    const folder = await mkdtemp(join(tmpdir(), "authority-"));
    try {
      const file = join(folder, "authority.pem");
      await writeFile(file, good.cert);
      await using recorder = await startRecorderProcess(vendor.url, { NODE_EXTRA_CA_CERTS: file });
      const response = await fetch(`${recorder.baseUrl}/v1/messages`, {
        method: "POST",
        body: "{}",
      });
      expect(await response.json()).toEqual({ model: "claude-haiku-4-5" });
      expect((await recorder.report()).requests).toMatchObject([
        { status: 200, modelServed: "claude-haiku-4-5", failure: null },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("whose certificate nobody here trusts is refused, and the client is told what to do", async () => {
    await using vendor = await startSecureVendor(good);
    const failure = `the certificate of 127.0.0.1:${vendor.port} is not trusted here (DEPTH_ZERO_SELF_SIGNED_CERT): if your company has its own authority, name its PEM file in NODE_EXTRA_CA_CERTS`;
    expect(await askThrough(vendor.url)).toEqual({
      status: 502,
      told: { type: "error", error: { type: "api_error", message: `sametwice: ${failure}` } },
      failure,
    });
  });

  test("whose certificate has expired is refused", async () => {
    trust(expired);
    await using vendor = await startSecureVendor(expired);
    expect(await askThrough(vendor.url)).toMatchObject({
      status: 502,
      failure: `the certificate of 127.0.0.1:${vendor.port} is not valid today (CERT_HAS_EXPIRED): check this machine's clock, else it must be renewed there`,
    });
  });

  test("whose certificate names another host is refused", async () => {
    trust(foreign);
    await using vendor = await startSecureVendor(foreign);
    expect(await askThrough(vendor.url)).toMatchObject({
      status: 502,
      failure: `the certificate of 127.0.0.1:${vendor.port} is for another host (DNS:other.example): check the address`,
    });
  });

  test("that is asked in plain http hangs up, and the client is told what it may be", async () => {
    await using vendor = await startSecureVendor(good);
    const { status, failure } = await askThrough(vendor.url.replace("https:", "http:"));
    expect(status).toBe(502);
    expect(failure).toMatch(
      /failed: socket hang up; if 127\.0\.0\.1:\d+ speaks https, write https:\/\//,
    );
  });
});

test("a plain vendor that is asked in https is refused with a hint at its address", async () => {
  await using vendor = await startTestServer(createHttpServer(answer), "http");
  expect(await askThrough(vendor.url.replace("http:", "https:"))).toMatchObject({
    status: 502,
    failure: `127.0.0.1:${vendor.port} does not speak https: write http:// in its address, or check the port`,
  });
});

test("a name that cannot be resolved is told as such", () => {
  const thrown = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });
  expect(describeFailure(thrown, new URL("https://vendor.invalid/v1"))).toBe(
    "the name of vendor.invalid cannot be resolved (ENOTFOUND): check the address and the network",
  );
});
