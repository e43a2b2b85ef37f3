import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Agent } from "../agents/agents.ts";
import {
  auditRange,
  auditVersions,
  severity,
  type Audit,
  type AuditRange,
  type RangeAttempt,
} from "../analysis/analysis.ts";
import { counted, formatDuration, messageOf, UserError } from "../base/base.ts";
import {
  renderAuditJson,
  renderAuditMarkdown,
  renderAuditRangeMarkdown,
  renderAuditRangeTerminal,
  renderAuditTerminal,
} from "../report/report.ts";
import { agentOf } from "./agentFor.ts";
import { readAuditFlags, type AuditFlags } from "./auditFlags.ts";
import { exitOnInterrupt } from "./exitOnInterrupt.ts";
import { knownVersions, spread, versionsFrom } from "./knownVersions.ts";
import { probesPerVersion, probeVersions } from "./probeVersions.ts";

/**
 * `sametwice audit`: what two versions of a client, or all of a range, do differently with the same prompts. Free: the
 * simulated vendor answers.
 * @returns 1 when a finding reaches `--fail-on`, else 0
 */
export async function auditCommand(rawFlags: unknown): Promise<number> {
  const flags = readAuditFlags(rawFlags);
  const agent = agentOf(flags.agent);
  // Refuses what is no exact version before anything is downloaded.
  for (const version of [flags.from, flags.to]) agent.capabilitiesOf(version);
  exitOnInterrupt();
  const folder = await makeFolder(flags);
  const startedAt = performance.now();
  const result = flags.isRange ? await rangeOf(agent, flags) : await pairOf(agent, flags);
  say(`took ${formatDuration(performance.now() - startedAt)}`);
  await writeFile(join(folder, "audit.md"), markdownOf(result));
  await writeFile(join(folder, "audit.json"), renderAuditJson(result));
  process.stdout.write(render(result, flags.format));
  say(`Reports: ${folder}`);
  const { failOn } = flags;
  return failOn !== undefined && severity(result.risk) >= severity(failOn) ? 1 : 0;
}

async function pairOf(agent: Agent, flags: AuditFlags): Promise<Audit> {
  const { from, to, model } = flags;
  if (from === to) say(`Both are ${from}: what is found varies by itself.`);
  const first = await agent.prepare(from);
  const second = await agent.prepare(to);
  const total = 2 * probesPerVersion(agent.kind);
  say(`Probing ${agent.kind} ${from} and ${to}: ${total} starts, some seconds.`);
  const probed = await probeVersions([first, second], { agent: agent.kind, model }, countTo(total));
  const [before, after] = probed;
  if (before === undefined || after === undefined) throw new Error("A version was not probed.");
  return auditVersions(before, after);
}

/** Versions that cannot be had or started are left out and said to be. */
async function rangeOf(agent: Agent, flags: AuditFlags): Promise<AuditRange> {
  const { from, to, model, limit } = flags;
  const known = await knownVersions(agent.kind);
  const versions = versionsFrom(known, from, to);
  if (known.indexOf(from) > known.indexOf(to)) {
    throw new UserError(`The range ${from}..${to} is reversed.`, {
      advice: `Write --range ${to}..${from}.`,
    });
  }
  const chosen = spread(versions, limit);
  const leftOut = versions.filter((version) => !chosen.includes(version));
  if (leftOut.length > 0) say(`Of ${versions.length} versions ${chosen.length} are looked at.`);
  const attempts: RangeAttempt[] = [];
  for (const version of chosen) {
    attempts.push(await attempt(agent, version, model));
  }
  if (attempts.every(({ kind }) => kind === "failed")) {
    throw new UserError(`No version of ${from}..${to} could be looked at.`, {
      advice: "The lines above say why.",
    });
  }
  return auditRange(attempts, leftOut);
}

async function attempt(agent: Agent, version: string, model: string): Promise<RangeAttempt> {
  try {
    const prepared = await agent.prepare(version);
    const order = { agent: agent.kind, model };
    const [probes] = await probeVersions([prepared], order, () => undefined);
    if (probes === undefined) throw new Error("It was not probed.");
    say(`${version}: probed`);
    return { kind: "probed", probes };
  } catch (error) {
    say(`${version}: left out. ${messageOf(error)}`);
    return { kind: "failed", version, why: messageOf(error) };
  }
}

/** Tells at every third of the way. */
function countTo(total: number): () => void {
  let done = 0;
  const step = Math.ceil(total / 3);
  return () => {
    done++;
    if (done % step === 0 && done < total) say(`${done} of ${counted(total, "start")} done`);
  };
}

async function makeFolder({ agent, from, to, isRange, out }: AuditFlags): Promise<string> {
  // Versions of our own agent could be taken for those of Claude Code.
  const name = `audit-${agent === "sdk" ? "sdk-" : ""}${from}${isRange ? ".." : "-"}${to}`;
  const folder = join(resolve(out), name);
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

function render(result: Audit | AuditRange, format: AuditFlags["format"]): string {
  switch (format) {
    case "json":
      return renderAuditJson(result);
    case "markdown":
      return markdownOf(result);
    case "terminal": {
      const options = {
        color: process.stdout.isTTY && process.stdout.hasColors(),
        columns: Math.min(process.stdout.columns || 120, 120),
      };
      return result.schema === "sametwice.audit/1"
        ? renderAuditTerminal(result, options)
        : renderAuditRangeTerminal(result, options);
    }
  }
}

function markdownOf(result: Audit | AuditRange): string {
  return result.schema === "sametwice.audit/1"
    ? renderAuditMarkdown(result)
    : renderAuditRangeMarkdown(result);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
