import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Imported } from "../importers/importers.ts";
import { readLog } from "./logFiles.ts";
import { zipOf, type ZipMember } from "./testing/zip.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sametwice-logs-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(name: string, content: Uint8Array | string) {
  const path = join(folder, name);
  await writeFile(path, content);
  const imported: Imported[] = [];
  const report = await readLog(path, { take: (one) => imported.push(one), onBytes: () => {} });
  return { ...report, imported, reasons: report.problems.map(({ reason }) => reason).join("\n") };
}

const header = {
  name: "header.json",
  content: JSON.stringify({ version: 2, eval: { task: "t", run_id: "r" } }),
};
const sample = (epoch: number, method: ZipMember["method"] = "deflate"): ZipMember => ({
  name: `samples/1_epoch_${epoch}.json`,
  method,
  content: JSON.stringify({
    id: 1,
    epoch,
    messages: [
      { role: "user", content: "go" },
      { role: "assistant", content: "gone" },
    ],
    scores: { m: { value: "C" } },
  }),
});

describe("archives of Inspect", () => {
  test("samples are read stored, deflated and packed by zstd, whatever the order of the members", async () => {
    const members = [sample(1, "stored"), sample(2, "deflate"), sample(3, "zstd"), header];
    const found = await read(
      "a.eval",
      zipOf([...members, { name: "summaries.json", content: "[]" }]),
    );
    expect(found.reasons).toBe("");
    expect(
      found.imported.map(({ group, outcome }) => [group.prompt, group.session, outcome]),
    ).toEqual([1, 2, 3].map((epoch) => ["t/1", `r 1 epoch ${epoch}`, true]));
    expect(found.others).toEqual({ "member/summaries.json": 1 });
  });

  test("an evaluation that never finished is read by its journal, one without it by the file's name", async () => {
    const start = { ...header, name: "_journal/start.json" };
    expect((await read("b.eval", zipOf([start, sample(1)]))).imported[0]?.group.prompt).toBe("t/1");
    const bare = await read("bare.eval", zipOf([sample(1)]));
    expect(bare.imported[0]?.group.prompt).toBe("bare/1");
    expect(bare.imported[0]?.problems.join()).toContain("no header");
  });

  test("of a sample that was written twice the last one counts", async () => {
    const early = { ...sample(1), content: JSON.stringify({ id: 1, epoch: 1, messages: [] }) };
    const { imported } = await read("c.eval", zipOf([header, early, sample(1)]));
    expect(imported.map(({ transcript }) => transcript.turns.length)).toEqual([1]);
  });

  test.each(["../../evil.json", "/etc/evil.json", "samples\\..\\evil.json", "C:evil.json"])(
    "the name %j reaches nothing: it is refused and named, the rest is read",
    async (name) => {
      const found = await read("d.eval", zipOf([header, { name, content: "{}" }, sample(1)]));
      expect(found.imported).toHaveLength(1);
      expect(found.reasons).toContain("leads out of the archive");
    },
  );

  test.each(["deflate", "zstd"] as const)(
    "a member that %s would blow up a thousand times is named and left out",
    async (method) => {
      const bomb = { ...sample(2, method), content: Buffer.alloc(8 * 1024 * 1024, "0") };
      const found = await read("e.eval", zipOf([header, bomb, sample(1)]));
      expect(found.imported).toHaveLength(1);
      expect(found.reasons).toMatch(/1_epoch_2\.json: inflates to more than \d+ MB/);
    },
  );

  test.each([
    ["encrypted", { isEncrypted: true }, "encrypted"],
    ["packed in an unknown way", { method: "unknown" as const }, "unknown method"],
    ["no JSON", { content: '{"id": 1' }, "not valid JSON"],
    ["without an id", { content: "{}" }, "without an id"],
  ])("a sample that is %s is named, the others are read", async (_, part, reason) => {
    const found = await read("f.eval", zipOf([header, { ...sample(2), ...part }, sample(1)]));
    expect(found.imported).toHaveLength(1);
    expect(found.reasons).toContain(reason);
  });

  test("an archive that is cut off, empty or no log says so", async () => {
    const whole = zipOf([header, sample(1)]);
    expect((await read("g.eval", whole.subarray(0, whole.length - 30))).problemCount).toBe(1);
    expect((await read("h.eval", zipOf([]))).reasons).toContain("no sample");
    const other = await read("i.zip", zipOf([{ name: "x.txt", content: "hello" }]));
    expect([other.format, other.reasons]).toEqual([null, "no sample in it"]);
  });
});

test("a file that vanished is a problem, not a crash", async () => {
  const report = await readLog(join(folder, "nowhere.jsonl"), {
    take: () => {},
    onBytes: () => {},
  });
  expect(report.problems[0]?.reason).toContain("ENOENT");
});

test("lines of any length are read over the borders of the pieces", async () => {
  const line = (n: number) =>
    JSON.stringify({
      schema: "sametwice.transcripts/1",
      prompt: "p",
      session: `s${n}`,
      turns: [{ steps: [{ kind: "text", text: "ä".repeat(700_000) }] }],
    });
  const { imported } = await read("own.jsonl", `${line(1)}\n${line(2)}\n${line(3)}`);
  expect(imported.map(({ group }) => group.session)).toEqual(["s1", "s2", "s3"]);
});
