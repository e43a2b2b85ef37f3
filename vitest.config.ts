import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["harness/**/*.test.ts"],
    globalSetup: ["harness/testing/requireNode.ts"],
    // Real processes on two cores: a test waits for others' CPU, so the limits are generous.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
