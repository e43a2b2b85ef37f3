import PQueue from "p-queue";
import type { PreparedAgent } from "../agents/agents.ts";
import type { VersionProbes } from "../analysis/analysis.ts";
import { probeClient, type ProbeOrder } from "../probe/probe.ts";
import type { AgentKind, ProbeRecord } from "../record/record.ts";

/** More would slow each other down, and start-up times are compared. */
const processesAtATime = 2;

/** How users name models of Claude Code; null is to name none. Our own agent knows full ids only. */
const aliasesOf: Readonly<Record<AgentKind, readonly (string | null)[]>> = {
  "claude-code": ["sonnet", "opus", "haiku", null],
  sdk: [],
};

/**
 * Probes versions of one agent for an audit, all of them under the same conditions: the whole scenario of each first, then
 * one text prompt with betas suppressed and one for each name of a model.
 * @param onProbed called after each process that has ended
 */
export async function probeVersions(
  versions: readonly PreparedAgent[],
  order: Pick<ProbeOrder, "agent" | "model">,
  onProbed: () => void,
): Promise<readonly VersionProbes[]> {
  // Not started before all are in it: the whole scenarios come first.
  const queue = new PQueue({ concurrency: processesAtATime, autoStart: false });
  const probe = async (own: ProbeOrder): Promise<ProbeRecord> => {
    const priority = own.steps === undefined ? 1 : 0;
    const record = await queue.add(() => probeClient(own), { priority });
    onProbed();
    return record;
  };
  const probed = versions.map(async (prepared): Promise<VersionProbes> => {
    const brief: ProbeOrder = { ...order, prepared, steps: ["text"], settleMs: 0 };
    const aliases = aliasesOf[order.agent].map((model) => probe({ ...brief, model }));
    const [whole, suppressed] = await Promise.all([
      probe({ ...order, prepared }),
      probe({ ...brief, betas: "suppressed" }),
    ]);
    return { whole, suppressed, aliases: await Promise.all(aliases) };
  });
  queue.start();
  return Promise.all(probed);
}

/** How many processes `probeVersions` starts for each version. */
export function probesPerVersion(agent: AgentKind): number {
  return 2 + aliasesOf[agent].length;
}
