import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { toServerSentEvents } from "../vendor/serverSentEvents.ts";
import { openStore } from "../store/store.ts";
import { sametwice, temporaryFolder } from "./sametwice.ts";

test("without the recorder a run is scored, says that nothing was attested, and has another configuration", async () => {
  await using folder = await temporaryFolder();
  const hashes: string[] = [];
  for (const mode of ["on", "off"]) {
    const flags = ["--strategies", "reset,restart", "--lanes", "1", "--observe", mode, "--json"];
    const out = join(folder.path, mode);
    const played = await sametwice(["run", "suites/smoke.yaml", ...flags, "--out", out]);
    expect(played.exitCode, played.stderr).toBe(0);
    const store = await openStore(join(out, "sametwice.sqlite"));
    const { run, replays, fingerprints } = await store.loadRun("latest");
    await store.close();
    hashes.push(run.configurationHash);
    expect(run.observed).toBe(mode);
    const kinds = new Set(replays.map(({ attestation }) => attestation.kind));
    expect([...kinds]).toEqual([mode === "on" ? "attested" : "not-observed"]);
    expect(fingerprints.length > 0).toBe(mode === "on");
    if (mode === "off") expect(played.stdout).toMatch(/not observed|--observe off/);
  }
  expect(new Set(hashes).size).toBe(2);
});

const key = "sk-ant-test-0000-do-not-keep-me";

/** A vendor that repeats the key that it was sent, and asks for a command that prints it too. */
async function startTellTale() {
  let asked = 0;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    for await (const _ of incoming) void _;
    // The harness only asks whether somebody is there.
    if (incoming.method !== "POST") return outgoing.end();
    const told = `You sent ${JSON.stringify(incoming.headers)}, that is ${key}.`;
    const isFirst = ++asked === 1;
    outgoing.writeHead(200, { "content-type": "text/event-stream" });
    return outgoing.end(
      toServerSentEvents({
        id: `msg_${asked}`,
        type: "message",
        role: "assistant",
        model: "claude-sonnet-4-5",
        content: isFirst
          ? [{ type: "tool_use", id: "toolu_1", name: "bash", input: { command: `echo ${key}` } }]
          : [{ type: "text", text: told }],
        stop_reason: isFirst ? "tool_use" : "end_turn",
        stop_sequence: null,
        usage: {
          input_tokens: 1,
          output_tokens: 1,
          cache_read_input_tokens: 0,
          cache_creation_input_tokens: 0,
          output_tokens_details: { thinking_tokens: 0 },
        },
      }),
    );
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Every text in a store, compressed or not. */
function textsIn(file: string): readonly string[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const tables = db.prepare("select name from sqlite_schema where type = 'table'").all();
  const rows = tables.flatMap(({ name }) => db.prepare(`select * from "${String(name)}"`).all());
  db.close();
  return rows.flatMap((row) =>
    Object.values(row).map((value) =>
      value instanceof Uint8Array ? inflateRawSync(value).toString("utf8") : String(value),
    ),
  );
}

test("a key that agent, vendor and tools repeat is in no file that a run leaves behind", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "workspace"));
  await writeFile(join(folder.path, "workspace", "a.txt"), "a\n");
  const suite = join(folder.path, "suite.yaml");
  await writeFile(
    suite,
    `name: tell-tale
workspace: workspace
prompts: [{ id: tell, prompt: Print the key. }]
strategies: [reset]
size: { lanes: 1, perPrompt: 1, waves: 1 }
`,
  );
  const { server, baseUrl } = await startTellTale();
  const out = join(folder.path, "out");
  const { exitCode, stderr, stdout } = await sametwice(
    ["run", suite, "--agent", "sdk", "--base-url", baseUrl, "--out", out, "--json"],
    { environment: { ANTHROPIC_API_KEY: key } },
  );
  server.closeAllConnections();
  server.close();
  expect(exitCode, stderr).toBe(0);
  const texts = textsIn(join(out, "sametwice.sqlite"));
  expect(texts.some((text) => text.includes("that is <redacted>."))).toBe(true);
  expect(texts.some((text) => text.includes("echo <redacted>"))).toBe(true);
  const forms = [key, Buffer.from(key).toString("base64"), encodeURIComponent(key)];
  for (const form of forms) {
    expect(texts.filter((text) => text.includes(form))).toEqual([]);
    expect(stdout + stderr).not.toContain(form);
    expect(await readFile(join(out, "sametwice.sqlite"), "latin1")).not.toContain(form);
  }
});
