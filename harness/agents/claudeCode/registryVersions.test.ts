import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UserError } from "../../base/base.ts";
import { registryVersions } from "./registryVersions.ts";

/** A registry that knows one package. */
const registry = createServer((request, response) => {
  const published = ["2.1.10", "2.1.9", "2.2.0-beta.1", "0.2.9", "2.1.104"];
  response.setHeader("content-type", "application/json");
  response.statusCode = request.url?.includes("claude-code") ? 200 : 404;
  response.end(
    JSON.stringify({
      name: "@anthropic-ai/claude-code",
      "dist-tags": { latest: "2.1.104" },
      versions: Object.fromEntries(
        published.map((version) => [version, { name: "@anthropic-ai/claude-code", version }]),
      ),
    }),
  );
});

beforeAll(() => new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve)));
afterAll(() => new Promise((resolve) => registry.close(resolve)));

function environmentFor(url: string): NodeJS.ProcessEnv {
  return { ...process.env, npm_config_registry: url };
}

test("releases come in the order of their numbers, without pre-releases", async () => {
  const { port } = registry.address() as AddressInfo;
  const versions = await registryVersions(environmentFor(`http://127.0.0.1:${port}`));
  expect(versions).toEqual(["0.2.9", "2.1.9", "2.1.10", "2.1.104"]);
});

test("a registry that cannot be reached is the user's to mend, and named by npm's code", async () => {
  const error = await registryVersions(environmentFor("http://127.0.0.1:9")).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain("ECONNREFUSED");
});

test("without npm it says that npm is needed", async () => {
  const error = await registryVersions({ PATH: "/nowhere" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error instanceof UserError && error.advice).toContain("npm is on PATH");
});
