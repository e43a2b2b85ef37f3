import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { bisect, type BisectResult } from "../analysis/analysis.ts";
import { counted, formatDuration, UserError } from "../base/base.ts";
import {
  renderBisectJson,
  renderBisectMarkdown,
  renderBisectTerminal,
  stepLine,
} from "../report/report.ts";
import { agentOf } from "./agentFor.ts";
import { readBisectFlags, type BisectFlags } from "./bisectFlags.ts";
import { examinerFor, withinCache } from "./examineVersions.ts";
import { exitOnInterrupt } from "./exitOnInterrupt.ts";
import { knownVersions, versionsFrom } from "./knownVersions.ts";

/**
 * `sametwice bisect`: finds in which release something changed, by looking at as few versions as possible.
 * @returns 0 when the border was found, be it as a range
 */
export async function bisectCommand(rawFlags: unknown): Promise<number> {
  const flags = readBisectFlags(rawFlags);
  const { good, bad } = flags;
  const agent = agentOf(flags.agent);
  // Refuses what is no exact version before the registry is asked.
  for (const version of [good, bad]) agent.capabilitiesOf(version);
  exitOnInterrupt();
  const known = await knownVersions(agent.kind);
  const versions = versionsFrom(known, good, bad);
  const looks = 2 + Math.ceil(Math.log2(versions.length - 1));
  const { question, examine } = await examinerFor(agent, flags, looks);
  const folder = await makeFolder(flags);
  say(`${question.name}: ${counted(versions.length, "version")}, about ${looks} are looked at.`);
  const startedAt = performance.now();
  const outcome = await bisect({
    question,
    versions,
    isAscending: known.indexOf(good) < known.indexOf(bad),
    examine: withinCache(agent, flags.keep, examine),
    tell: (step) => say(stepLine(step)),
  });
  say(`took ${formatDuration(performance.now() - startedAt)}`);
  const result: BisectResult = {
    schema: "sametwice.bisect/1",
    agent: agent.kind,
    model: flags.model,
    criterion: question.name,
    good,
    bad,
    versions: versions.length - 1,
    ...outcome,
  };
  await writeFile(join(folder, "bisect.json"), renderBisectJson(result));
  await writeFile(join(folder, "bisect.md"), renderBisectMarkdown(result));
  const columns = process.stdout.columns || 120;
  process.stdout.write(
    flags.json ? renderBisectJson(result) : renderBisectTerminal(result, { columns }),
  );
  say(`Reports: ${folder}`);
  return 0;
}

async function makeFolder({ agent, good, bad, out }: BisectFlags): Promise<string> {
  const folder = join(resolve(out), `bisect-${agent === "sdk" ? "sdk-" : ""}${good}-${bad}`);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UserError(`The report folder ${folder} cannot be made.`, {
      advice: "Name a folder that can be written to with --out.",
      cause: error,
    });
  }
  return folder;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
