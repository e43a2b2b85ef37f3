import { execa } from "execa";
import { expect, test } from "vitest";

test("when nothing can be listened on any more, recorder and guard say so as a user's error", async () => {
  const door = new URL("wire.ts", import.meta.url).href;
  const program = `
    const { startEgressGuard, startRecorder } = await import("${door}");
    const { openSync } = process.getBuiltinModule("node:fs");
    try { for (;;) openSync("/dev/null"); } catch {}
    for (const start of [startEgressGuard, () => startRecorder({ upstream: "http://127.0.0.1:9", tagUpstream: false })]) {
      await start().catch((thrown) => console.log(thrown.name, thrown.message, thrown.advice));
    }
    process.exit();`;
  const limited = `ulimit -n 200 && exec "$0" --input-type=module -e "$1"`;
  const { stdout } = await execa("sh", ["-c", limited, process.execPath, program]);
  expect(stdout.split("\n")).toEqual([
    expect.stringMatching(
      /^UserError No port of 127\.0\.0\.1 can be listened on: .*EMFILE.*ulimit -n/,
    ),
    expect.stringMatching(/^UserError No port of 127\.0\.0\.1/),
  ]);
});
