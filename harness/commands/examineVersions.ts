import { claudeCodeVersions, type Agent } from "../agents/agents.ts";
import {
  expectations,
  partIsEqual,
  type Criterion,
  type Examined,
  type Question,
} from "../analysis/analysis.ts";
import { messageOf } from "../base/base.ts";
import { probeClient } from "../probe/probe.ts";
import type { ProbeRecord } from "../record/record.ts";
import { cacheFolder } from "./agentFor.ts";
import type { Asked, BisectFlags } from "./bisectFlags.ts";
import { divergenceQuestion } from "./divergenceAt.ts";

/** A question, and the way of answering it for a version. */
export type Examiner = { readonly question: Question; readonly examine: Examine };
type Examine = (version: string) => Promise<Examined>;

/**
 * The examiner for what the user asks.
 * @param looks how many versions will be looked at at most
 * @throws UserError when a suite cannot be read
 */
export async function examinerFor(
  agent: Agent,
  flags: BisectFlags,
  looks: number,
): Promise<Examiner> {
  const { asked } = flags;
  if (asked.kind === "divergence") {
    return divergenceQuestion(agent, { ...flags, ...asked, looks });
  }
  const criterion = criterionFor(asked);
  return {
    question: { name: criterion.name, goodValue: criterion.goodValue },
    examine: (version) => examineByProbes(agent, criterion, { version, model: flags.model }),
  };
}

function criterionFor(asked: Exclude<Asked, { kind: "divergence" }>): Criterion {
  if (asked.kind === "changed") return partIsEqual(asked.part);
  const found = expectations.find(({ name }) => name === asked.name);
  if (found === undefined) throw new Error(`There is no expectation ${asked.name}.`);
  return found;
}

async function examineByProbes(
  agent: Agent,
  criterion: Criterion,
  { version, model }: { readonly version: string; readonly model: string },
): Promise<Examined> {
  const prepared = await agent.prepare(version);
  const probes: ProbeRecord[] = [];
  for (const needed of criterion.needs) {
    probes.push(await probeClient({ ...needed, agent: agent.kind, prepared, model }));
  }
  return criterion.examine(probes);
}

/**
 * Lets a failure of one version be an answer, and removes from the cache what was installed only for it.
 * @param keep whether everything that was installed stays
 */
export function withinCache(agent: Agent, keep: boolean, examine: Examine): Examine {
  const cache =
    agent.kind === "claude-code"
      ? claudeCodeVersions({ cacheDirectory: cacheFolder(process.env) })
      : null;
  const isPresent = async (version: string) => {
    const listed = (await cache?.list())?.versions ?? [];
    return listed.some((one) => one.version === version);
  };
  return async (version) => {
    const wasPresent = await isPresent(version);
    try {
      return await examine(version);
    } catch (error) {
      return { kind: "unknown", why: messageOf(error) };
    } finally {
      if (cache !== null && !keep && !wasPresent) {
        // It was never there when it could not be installed.
        await cache.remove(version).catch(() => undefined);
      }
    }
  };
}
