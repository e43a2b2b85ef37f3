import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The long tests of the whole first, so that none of them is left to run alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weight = ({ moduleId }: TestSpecification): number => {
      const position = longest.findIndex((name) => moduleId.includes(name));
      return position === -1 ? longest.length : position;
    };
    return (await super.sort(files)).toSorted((a, b) => weight(a) - weight(b));
  }
}

const longest = [
  "readme.e2e",
  "truth.diagnosis",
  "truth.april",
  "realCli",
  "truth.sticky",
  "package.e2e",
  "e2e",
  "cli",
];

export default defineConfig({
  test: {
    include: ["harness/**/*.test.ts"],
    globalSetup: ["harness/testing/requireNode.ts"],
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    // Real processes on two cores: a test waits for others' CPU, so the limits are generous.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
