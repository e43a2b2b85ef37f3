import { join } from "node:path";
import { expect, test } from "vitest";
import { sdkAgent } from "../agents/agents.ts";
import { projectFolder, testCache } from "../e2e/sametwice.ts";
import { loadSuite } from "../suite/suite.ts";
import { measureBetasBefore } from "./measureBetas.ts";

test("a client that ends by itself is refused before the run, with what it said", async () => {
  const suite = await loadSuite(join(projectFolder, "suites/smoke.yaml"));
  const [strategy] = suite.strategies;
  if (strategy === undefined) throw new Error("no strategy");
  const sdk = await sdkAgent({ cacheDirectory: testCache }).prepare(suite.agent.cli.sdk);
  const measure = measureBetasBefore(suite, "api-key");
  expect(await measure(sdk, strategy)).toContain("context-management-2025-06-27");
  const broken = {
    ...sdk,
    start: (config: Parameters<typeof sdk.start>[0]) => sdk.start({ ...config, model: null }),
  };
  await expect(measure(broken, strategy)).rejects.toThrow(
    /^Strategy reset cannot be run: version 1\.2\.0 could not play .*exit code \d+: .*No model given/,
  );
});
