import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { loadParsers } from "./syntax.ts";

type Instantiate = (...of: readonly unknown[]) => Promise<unknown>;

/** Not among the types of a program without DOM. */
declare const WebAssembly: { instantiate: Instantiate };

test("languages that are loaded at once share one memory, however long the compiler takes for each", async () => {
  const { instantiate } = WebAssembly;
  let calls = 0;
  WebAssembly.instantiate = async (...of) => {
    await delay(40 * calls++);
    return instantiate(...of);
  };
  try {
    const parse = await loadParsers();
    expect(calls).toBeGreaterThan(0);
    expect(parse("python", "x = 1")).not.toBeNull();
    expect(parse("typescript", "const x = 1;")).not.toBeNull();
  } finally {
    WebAssembly.instantiate = instantiate;
  }
});
