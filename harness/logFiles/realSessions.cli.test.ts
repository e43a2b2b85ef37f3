import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configurationsOf, prepareOrSkip } from "../agents/claudeCode/testing/realLane.ts";
import { startScriptedServer, type Answer } from "../agents/claudeCode/testing/scriptedServer.ts";
import { reapMarked } from "../childProcess/childProcess.ts";
import type { FileReport, Imported } from "../importers/importers.ts";
import { toolCallsOf, type Transcript } from "../transcript/transcript.ts";
import { findLogs, readLog } from "./logFiles.ts";

/** What a session file and the live stream must agree on. */
function essence({ turns, ending }: Transcript) {
  return {
    ending: ending.kind,
    turns: turns.map(({ prompt, steps, usage }) => ({
      prompt,
      steps: steps.map((step) =>
        step.kind === "calls"
          ? step.calls.map(({ name, input, outcome }) => [name, input, outcome.kind])
          : step.kind === "text"
            ? step.text
            : step.kind,
      ),
      outputTokens: usage.outputTokens,
    })),
  };
}

async function sessionsBelow(folder: string) {
  const { files } = await findLogs([folder]);
  const imported: Imported[] = [];
  const reports: FileReport[] = [];
  for (const { path } of files) {
    reports.push(await readLog(path, { take: (one) => imported.push(one), onBytes: () => {} }));
  }
  return { imported, problems: reports.flatMap(({ problems }) => problems) };
}

const edit = { file_path: "shop.js", old_string: "0.19", new_string: "0.20" };
const scripts: Record<string, readonly Answer[]> = {
  repair: [
    { calls: [{ name: "Read", input: { file_path: "shop.js" } }] },
    { calls: [{ name: "Edit", input: edit }] },
    {
      calls: [
        { name: "Bash", input: { command: "node shop.js", description: "run" } },
        { name: "Bash", input: { command: "exit 3", description: "fail" } },
      ],
    },
    { text: "The tax is 0.20 now." },
  ],
  look: [
    { calls: [{ name: "Read", input: { file_path: "shop.js" } }] },
    { text: "There is one file." },
  ],
};

/** The tool that starts a sub-agent has had two names. */
function delegating(tools: readonly string[]): readonly Answer[] {
  const name = tools.find((tool) => tool === "Task" || tool === "Agent") ?? "";
  const input = {
    description: "look",
    prompt: "please [[look]]",
    subagent_type: "general-purpose",
  };
  return [{ calls: [{ name, input }] }, { text: "The other one looked." }];
}

test.each(["2.1.126", "2.1.200", "2.1.328"])(
  "the session files that claude %s leaves say what its stream said, its sub-agent apart",
  async (version) => {
    const prepared = await prepareOrSkip(version);
    if (prepared === null) return;
    const root = await realpath(await mkdtemp(join(tmpdir(), "real-sessions-")));
    for (const folder of ["home", "tmp", "work"]) await mkdir(join(root, folder));
    await writeFile(join(root, "work", "shop.js"), "console.log('tax', 0.19);\n");
    const marker = randomUUID();
    const own = { ...scripts };
    await using server = await startScriptedServer(own);
    try {
      const session = await prepared.start(configurationsOf(server, root, marker)());
      const repaired = await session.play(["please [[repair]]"]);
      own["delegate"] = delegating(server.requests[0]?.body.tools.map(({ name }) => name) ?? []);
      const delegated = await session.play(["please [[delegate]]"]);
      await session.stop();
      const { imported, problems } = await sessionsBelow(join(root, "home", ".claude", "projects"));
      expect(problems).toEqual([]);
      const [main, ...others] = imported.toSorted((a) => (a.thread.kind === "main" ? -1 : 1));
      const live: Transcript = { ...delegated, turns: [...repaired.turns, ...delegated.turns] };
      expect(main && essence(main.transcript)).toEqual(essence(live));
      expect(main?.group).toMatchObject({ version, prompt: "please [[repair]]" });
      expect(main?.workspace).toBe(join(root, "work"));
      expect(others.map(({ thread }) => thread.kind)).toEqual(["sub-agent"]);
      const [sub] = others;
      expect(sub && essence(sub.transcript).turns[0]?.steps).toEqual([
        [["Read", { file_path: "shop.js" }, "ok"]],
        "There is one file.",
      ]);
      expect(toolCallsOf(live).map(({ outcome }) => outcome.kind)).toContain("failed");
    } finally {
      await reapMarked(marker);
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  },
);
