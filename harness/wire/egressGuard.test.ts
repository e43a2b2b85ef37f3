import { execa } from "execa";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEgressGuard, type EgressGuard } from "./wire.ts";

let guard: EgressGuard;
beforeEach(async () => {
  guard = await startEgressGuard();
});
afterEach(() => guard.close());

const portOf = (proxy: string) => Number(new URL(proxy).port);
const targetsOf = (processId: string) => guard.take(processId).map((attempt) => attempt.target);
const basic = (name: string) => `Basic ${Buffer.from(`${name}:x`).toString("base64")}`;

/** Sends these lines over a bare connection and waits until it is closed. */
async function say(...lines: readonly string[]): Promise<string> {
  const socket = connect(portOf(guard.proxyFor("anyone")), "127.0.0.1");
  socket.setEncoding("latin1").write(`${lines.join("\r\n")}\r\n\r\n`);
  let heard = "";
  for await (const text of socket) heard += text as string;
  return heard;
}

describe("what clients do", () => {
  test("node's fetch and https name their process at once, whatever is in its id, and are refused", async () => {
    const id = "restart#7 of a/b:c%";
    const program = `
      const told = (thrown) => console.log(thrown.cause?.message ?? thrown.message);
      await fetch("https://fetched.example/secret").catch(told);
      await fetch("http://plain.example:8080/secret").then((answer) => console.log(answer.status), told);
      const { promise, resolve } = Promise.withResolvers();
      require("node:https").get("https://asked.example:8443/secret").on("error", (thrown) => resolve(told(thrown)));
      await promise;`;
    const env = {
      NODE_USE_ENV_PROXY: "1",
      HTTPS_PROXY: guard.proxyFor(id),
      HTTP_PROXY: guard.proxyFor(id),
    };
    const { stdout } = await execa(
      process.execPath,
      ["--input-type=module", "-e", program.replace("require(", "process.getBuiltinModule(")],
      { env, extendEnv: false },
    );
    expect(stdout).toContain("403");
    expect(new Set(targetsOf(id))).toEqual(
      new Set(["fetched.example:443", "plain.example:8080", "asked.example:8443"]),
    );
    expect(guard.take(id)).toEqual([]);
    expect(guard.unattributed()).toEqual([]);
  });

  test("git, which names itself only when it is asked, is asked, refused and noted once", async () => {
    const { stderr } = await execa("git", ["ls-remote", "https://git.example/a.git"], {
      env: { HTTPS_PROXY: guard.proxyFor("a"), PATH: process.env["PATH"] ?? "" },
      extendEnv: false,
      reject: false,
    });
    expect(stderr).toContain("403");
    expect(targetsOf("a")).toEqual(["git.example:443"]);
    expect(guard.unattributed()).toEqual([]);
  });

  test("a client that keeps silent even when asked is noted without a process", async () => {
    const heard = await say("CONNECT silent.example:443 HTTP/1.1", "Host: silent.example:443");
    expect(heard).toMatch(/^HTTP\/1\.1 407 .*\r\nproxy-authenticate: Basic/s);
    expect(guard.unattributed()).toEqual([
      { target: "silent.example:443", atMs: expect.any(Number) },
    ]);
  });
});

describe("what is noted", () => {
  test("processes are kept apart, and a name that was never given out belongs to nobody", async () => {
    guard.proxyFor("a");
    guard.proxyFor("b");
    for (const name of ["a", "b", "a", "stranger"]) {
      const heard = await say(
        `CONNECT ${name}.Example:443 HTTP/1.1`,
        "Host: x",
        `Proxy-Authorization: ${basic(name)}`,
      );
      expect(heard).toMatch(/^HTTP\/1\.1 403 /);
    }
    expect(targetsOf("a")).toEqual(["a.example:443", "a.example:443"]);
    expect(targetsOf("b")).toEqual(["b.example:443"]);
    expect(guard.unattributed()).toMatchObject([{ target: "stranger.example:443" }]);
  });

  test("of a plain request only host and port are kept, never path, user or headers", async () => {
    guard.proxyFor("a");
    const request = httpRequest({
      port: portOf(guard.proxyFor("a")),
      path: "http://user:secret@plain.example/secret?key=secret",
      headers: { "proxy-authorization": basic("a"), authorization: "Bearer secret" },
    });
    const [answer] = (await once(request.end(), "response")) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(403);
    expect(targetsOf("a")).toEqual(["plain.example:80"]);
  });

  test("who takes the proxy for a server, upgrades, or speaks no HTTP gets nowhere", async () => {
    expect(await say("GET / HTTP/1.1", "Host: me", "Connection: close")).toMatch(/^HTTP\/1\.1 407/);
    expect(
      await say(
        "GET http://ws.example/ HTTP/1.1",
        "Host: ws.example",
        "Connection: upgrade, close",
        "Upgrade: websocket",
      ),
    ).toMatch(/^HTTP\/1\.1 407/);
    expect(await say("\u0005\u0001\u0000")).toMatch(/^HTTP\/1\.1 400/);
    expect(guard.unattributed().map((attempt) => attempt.target)).toEqual(["me", "ws.example:80"]);
  });

  test("a process that tries for ever, and one with an endless target, do not fill the memory", async () => {
    guard.proxyFor("a");
    const long = "x".repeat(10_000);
    for (let count = 0; count < 110; count++) {
      await say(`CONNECT ${long}:443 HTTP/1.1`, "Host: x", `Proxy-Authorization: ${basic("a")}`);
    }
    const targets = targetsOf("a");
    expect(targets).toHaveLength(100);
    expect(targets[0]).toHaveLength(260);
  });
});

test("closing the guard ends connections that a client holds open", async () => {
  const other = await startEgressGuard();
  const socket = connect({
    port: portOf(other.proxyFor("a")),
    host: "127.0.0.1",
    allowHalfOpen: true,
  });
  socket.write(
    `CONNECT held.example:443 HTTP/1.1\r\nHost: x\r\nProxy-Authorization: ${basic("a")}\r\n\r\n`,
  );
  await once(socket.resume(), "end");
  await other.close();
  socket.destroy();
  expect(other.take("a")).toHaveLength(1);
});
