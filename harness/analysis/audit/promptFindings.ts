import { counted } from "../../base/base.ts";
import type { ClientChanges, AuditFinding, SchemaChange } from "./types.ts";

/** What changed in what the model is told: prompt, reminders, tools, betas, parameters. */
export function promptFindings(changes: ClientChanges): readonly AuditFinding[] {
  return [
    ...textFindings(changes),
    ...toolFindings(changes),
    ...betaFindings(changes),
    ...parameterFindings(changes),
  ];
}

function textFindings({ system, additions, turns }: ClientChanges): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  if (system.diff !== "") {
    findings.push({
      id: "system-prompt-changed",
      rating: "medium",
      what: `System prompt changed by ${wholePercent(system.changed)} % (${system.fromCharacters} → ${system.toCharacters} characters).`,
      why: "A consistent change of behaviour is to be expected: a shift, which is no divergence.",
      action: "Record a new reference; do not compare structures across the upgrade.",
    });
  }
  if (additions.length > 0) {
    findings.push({
      id: "additions-changed",
      rating: "medium",
      what: `What the client says in the user's name changed: ${additions.map(({ what }) => what).join(", ")}.`,
      why: "The model reads other reminders and another environment with the same prompt.",
      action: "Read the difference below; record a new reference.",
    });
  }
  if (turns.length > 0) {
    findings.push({
      id: "turns-changed",
      rating: "medium",
      what: `The same answers take another number of requests: ${turns.map((turn) => `${turn.what} ${turn.from} → ${turn.to}`).join(", ")}.`,
      why: "The client retries or continues where it did not, which answers of a real model would follow.",
      action: "Compare costs per replay only within one of the two versions.",
    });
  }
  return findings;
}

function toolFindings({ tools }: ClientChanges): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  if (tools.added.length + tools.removed.length > 0) {
    findings.push({
      id: "tools-changed",
      rating: "medium",
      what: `Tools changed: ${plusMinus(tools.added, tools.removed)}.`,
      why: "The model has other ways of doing the same task, so its calls change.",
      action: "Check prompts and expectations that name these tools.",
    });
  }
  const reshaped = tools.changed.filter(({ schema }) => schema.some(isMoreThanWording));
  if (reshaped.length > 0) {
    findings.push({
      id: "tool-schemas-changed",
      rating: "medium",
      what: `Inputs of ${counted(reshaped.length, "tool")} changed: ${reshaped.map(({ name }) => name).join(", ")}.`,
      why: "Arguments of calls are part of what is compared.",
      action: "Check expectations and hooks that read these inputs.",
    });
  }
  const reworded = tools.changed.filter(
    ({ description, schema }) =>
      description !== null || schema.some((change) => !isMoreThanWording(change)),
  );
  if (reworded.length > 0) {
    findings.push({
      id: "tools-reworded",
      rating: "low",
      what: `Descriptions of ${counted(reworded.length, "tool")} changed: ${reworded.map(({ name }) => name).join(", ")}.`,
      why: "Wording nudges when a tool is chosen.",
      action: "Read the difference when calls of that tool shift.",
    });
  }
  return findings;
}

function isMoreThanWording({ keyword }: SchemaChange): boolean {
  return keyword !== "description" && keyword !== "title";
}

function betaFindings({ betas }: ClientChanges): readonly AuditFinding[] {
  if (betas.added.length + betas.removed.length === 0) return [];
  return [
    {
      id: "betas-changed",
      rating: "medium",
      what: `Betas changed: ${plusMinus(betas.added, betas.removed)}.`,
      why: "Each beta is a door for experiments of the vendor that stick to a session.",
      action: "Suppress betas, or record a new reference with them.",
    },
  ];
}

function parameterFindings({ parameters }: ClientChanges): readonly AuditFinding[] {
  if (parameters.length === 0) return [];
  const list = parameters.map(
    ({ name, from, to }) => `${name.slice("body.".length)} ${from ?? "none"} → ${to ?? "none"}`,
  );
  return [
    {
      id: "parameters-changed",
      rating: "medium",
      what: `Parameters of requests changed: ${list.join(", ")}.`,
      why: "They steer sampling, thinking, context and caching of the same model.",
      action: "Set those that you rely on, and record a new reference.",
    },
  ];
}

/** `+Monitor, -BashOutput` */
function plusMinus(added: readonly string[], removed: readonly string[]): string {
  return [...added.map((one) => `+${one}`), ...removed.map((one) => `-${one}`)].join(", ");
}

/** At least 1 for whatever is a change at all. */
function wholePercent(share: number): number {
  return Math.max(1, Math.round(share * 100));
}
