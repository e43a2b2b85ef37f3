import { expect, test } from "vitest";
import { loadParsers } from "./syntax.ts";

test("languages that are loaded at once share one memory, however long the compiler takes for each", async () => {
  const { instantiate } = WebAssembly;
  let calls = 0;
  const slower = async (...args: Parameters<typeof instantiate>) => {
    const delayMs = 40 * calls++;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    return instantiate(...args);
  };
  Object.assign(WebAssembly, { instantiate: slower });
  try {
    const parse = await loadParsers();
    expect(calls).toBeGreaterThan(0);
    expect(parse("python", "x = 1")).not.toBeNull();
    expect(parse("typescript", "const x = 1;")).not.toBeNull();
  } finally {
    Object.assign(WebAssembly, { instantiate });
  }
});
