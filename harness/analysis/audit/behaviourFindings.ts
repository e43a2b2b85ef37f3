import { counted } from "../../base/base.ts";
import type { BesideChange, AuditFinding, VersionFacts } from "./types.ts";

/** What changed in what can be asked of a client at all: answering, clearing, suppressing, keeping to its base URL. */
export function behaviourFindings(
  from: VersionFacts,
  to: VersionFacts,
  beside: readonly BesideChange[],
): readonly AuditFinding[] {
  return [
    ...answerFindings(from, to),
    ...clearFindings(from, to),
    ...suppressionFindings(from, to),
    ...besideFindings(beside),
    ...egressFindings(from, to),
  ];
}

function answerFindings(from: VersionFacts, to: VersionFacts): readonly AuditFinding[] {
  if (to.problem !== null) {
    return [
      {
        id: "does-not-answer",
        rating: "high",
        what: `${to.version} did not answer a text prompt: ${to.problem}.`,
        why: "Nothing can be replayed with it, and little of it could be compared here.",
        action: "Do not upgrade before sametwice doctor --cli passes for it.",
      },
    ];
  }
  if (from.problem === null) return [];
  return [
    {
      id: "answers-now",
      rating: "medium",
      what: `${from.version} did not answer a text prompt (${from.problem}); ${to.version} does.`,
      why: "There is nothing of before to compare with.",
      action: "Record a new baseline after the upgrade.",
    },
  ];
}

function clearFindings(from: VersionFacts, to: VersionFacts): readonly AuditFinding[] {
  if (from.clear === to.clear || to.problem !== null) return [];
  const what = `/clear was ${from.clear} in ${from.version} and is ${to.clear} in ${to.version}.`;
  if (to.clear === "real") {
    return [
      {
        id: "clear-works-now",
        rating: "medium",
        what,
        why: "Results of sessions that were reset by /clear before carried old messages; after it they do not.",
        action: "Do not compare reset sessions across this upgrade.",
      },
    ];
  }
  if (from.clear !== "real") return [];
  return [
    {
      id: "clear-stopped-working",
      rating: "high",
      what,
      why: "Every replay after the first would be played with the messages of those before it.",
      action: "Use new processes (restart) instead of /clear, or stay on the old version.",
    },
  ];
}

function suppressionFindings(from: VersionFacts, to: VersionFacts): readonly AuditFinding[] {
  const before = from.suppression;
  const after = to.suppression;
  if (before === null || after === null) return [];
  if (before.betasRemoved.length > 0 && after.betasRemoved.length === 0) {
    return [
      {
        id: "suppression-stopped-working",
        rating: "high",
        what: `Beta suppression took ${before.betasRemoved.join(", ")} off in ${from.version}; in ${to.version} it takes nothing off.`,
        why: "A configuration that relies on it is silently exposed to beta-gated experiments again.",
        action: "Pin the old version where betas are suppressed.",
      },
    ];
  }
  const changes = suppressionChanges(before, after);
  if (changes.length === 0) return [];
  return [
    {
      id: "suppression-changed",
      rating: "medium",
      what: `Suppressing betas has another effect: ${changes.join("; ")}.`,
      why: "suppress-betas is another configuration than before.",
      action: "Compare suppressed runs only within one of the two versions.",
    },
  ];
}

type Suppressed = NonNullable<VersionFacts["suppression"]>;

function suppressionChanges(before: Suppressed, after: Suppressed): readonly string[] {
  const aspects = [
    ["betas taken off", before.betasRemoved, after.betasRemoved],
    ["betas kept", before.betasKept, after.betasKept],
    ["tools lost", before.toolsRemoved, after.toolsRemoved],
    ["tools added", before.toolsAdded, after.toolsAdded],
    ["parameters touched", before.parameters, after.parameters],
  ] as const;
  return aspects
    .filter(([, old, now]) => old.join("\n") !== now.join("\n"))
    .map(([name, old, now]) => `${name} ${old.length} → ${now.length}`);
}

function besideFindings(beside: readonly BesideChange[]): readonly AuditFinding[] {
  const more = beside.filter(({ from, to }) => to > from);
  const fewer = beside.filter(({ from, to }) => to < from);
  const findings: AuditFinding[] = [];
  if (more.length > 0) {
    findings.push({
      id: "hidden-requests-added",
      rating: "high",
      what: `${counted(total(more), "request")} that no prompt explains: ${more.map(nameOf).join(", ")}.`,
      why: "They cost tokens, count towards limits and may warm caches or draw another slice of an experiment.",
      action:
        "Count them in costs, and check that they carry the betas and the model that you configured.",
    });
  }
  if (fewer.length > 0) {
    findings.push({
      id: "hidden-requests-gone",
      rating: "medium",
      what: `${counted(-total(fewer), "request")} beside the conversation went away: ${fewer.map(nameOf).join(", ")}.`,
      why: "What they did (warming, titles, checks) is done otherwise or not at all.",
      action: "Compare costs and times per replay only within one of the two versions.",
    });
  }
  return findings;
}

function total(changes: readonly BesideChange[]): number {
  return changes.reduce((sum, { from, to }) => sum + to - from, 0);
}

function nameOf({ step, request, model }: BesideChange): string {
  return `${request} (${model ?? "no model"}, step ${step})`;
}

function egressFindings(from: VersionFacts, to: VersionFacts): readonly AuditFinding[] {
  const added = to.egress.filter((host) => !from.egress.includes(host));
  const gone = from.egress.filter((host) => !to.egress.includes(host));
  const findings: AuditFinding[] = [];
  if (added.length > 0) {
    findings.push({
      id: "egress-added",
      rating: "high",
      what: `It tries to reach ${added.join(", ")} past its base URL.`,
      why: "What it fetches there, such as feature flags, changes its behaviour and is in no record.",
      action: "Keep it from the network, and find out what it asks for.",
    });
  }
  if (gone.length > 0) {
    findings.push({
      id: "egress-gone",
      rating: "low",
      what: `It no longer tries to reach ${gone.join(", ")}.`,
      why: "What it fetched there no longer changes it.",
      action: "Nothing to do.",
    });
  }
  return findings;
}
