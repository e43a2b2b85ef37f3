import { expect, test } from "vitest";
import { proxyEnvironment } from "./proxyEnvironment.ts";

const recorder = "http://127.0.0.1:4000/p/p1";

test("behind a recorder on loopback every other address is out of reach, for curl and wget too", () => {
  const { HTTPS_PROXY, NO_PROXY, ...others } = proxyEnvironment({ baseUrl: recorder });
  expect(HTTPS_PROXY).toBe("http://127.0.0.1:9");
  expect(NO_PROXY).toBe("127.0.0.1,localhost,::1");
  expect(others).toEqual({
    HTTP_PROXY: HTTPS_PROXY,
    http_proxy: HTTPS_PROXY,
    https_proxy: HTTPS_PROXY,
    no_proxy: NO_PROXY,
  });
});

test("a guard takes the place of the port at which nobody listens, and loopback is still reached without it", () => {
  const egressProxy = "http://p1:x@127.0.0.1:4001";
  const variables = proxyEnvironment({ baseUrl: recorder, egressProxy });
  expect(variables).toMatchObject({ HTTPS_PROXY: egressProxy, HTTP_PROXY: egressProxy });
  expect(variables["NO_PROXY"]).toContain("127.0.0.1");
});

test("a client that speaks to its vendor directly may", () => {
  expect(proxyEnvironment({ baseUrl: "https://api.example.org" })).toEqual({});
});
