import type { FingerprintParts, ProbeRecord } from "../../record/record.ts";
import { parameterChanges, setChange } from "./clientChanges.ts";
import { besideOf, betasOf, clearOf, openingOf, problemOf } from "../probedRequests.ts";
import { textChange } from "./textChange.ts";
import type {
  AliasDefaults,
  BesideChange,
  Suppression,
  VersionFacts,
  VersionProbes,
  VersionTiming,
} from "./types.ts";

/** What the probes say of one version alone. */
export function versionFacts(probes: VersionProbes): VersionFacts {
  const { whole, suppressed } = probes;
  const opening = openingOf(whole);
  return {
    version: whole.version,
    problem: problemOf(whole),
    clear: clearOf(whole),
    suppression: suppressionOf(whole, suppressed),
    program: whole.program,
    timing: timingOf(probes),
    egress: whole.egress,
    beside: besideOf(whole),
    opening:
      opening === undefined
        ? null
        : {
            model: opening.modelAsked,
            systemCharacters: opening.system.length,
            tools: opening.tools.length,
            betas: betasOf(whole).length,
            bytes: opening.bytes,
          },
  };
}

function timingOf({ whole, suppressed, aliases }: VersionProbes): VersionTiming {
  const all = [whole, suppressed, ...aliases].map(({ timing }) => timing);
  return {
    starts: all.length,
    startMs: median(all.map(({ startMs }) => startMs)),
    firstRequestMs: median(all.map(({ firstRequestMs }) => firstRequestMs)),
    firstTurnMs: median(all.map(({ firstTurnMs }) => firstTurnMs)),
  };
}

/** The middle one of those that are known, the lower of two. */
function median(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  return known[Math.floor((known.length - 1) / 2)] ?? null;
}

/** What suppressing betas does to the same request; null when one of the two was not sent. */
export function suppressionOf(forwarded: ProbeRecord, suppressed: ProbeRecord): Suppression | null {
  const before = openingOf(forwarded);
  const after = openingOf(suppressed);
  if (before === undefined || after === undefined) return null;
  const tools = setChange(
    before.tools.map(({ name }) => name),
    after.tools.map(({ name }) => name),
  );
  return {
    betasRemoved: setChange(before.betas, after.betas).removed,
    betasKept: after.betas,
    toolsRemoved: tools.removed,
    toolsAdded: tools.added,
    parameters: parameterChanges(before.parts, after.parts).map(({ name }) => name),
    systemChanged: textChange("system prompt", before.system, after.system).changed,
  };
}

/** What a name for a model means on the wire; null when the probe sent no conversation request. */
export function aliasDefaults(probe: ProbeRecord): AliasDefaults | null {
  const opening = openingOf(probe);
  if (opening === undefined) return null;
  return {
    model: opening.modelAsked,
    maxTokens: opening.maxTokens,
    settings: settingsOf(opening.parts),
  };
}

/** The parameters that decide how hard a model thinks. */
function settingsOf(parts: FingerprintParts): AliasDefaults["settings"] {
  return Object.fromEntries(
    Object.entries(parts)
      .filter(([name]) => /^body\.(thinking|output_config\.effort)/.test(name))
      .map(([name, value]) => [name.slice("body.".length), value]),
  );
}

/** Requests beside the conversation, step by step, where their number differs. */
export function besideChanges(from: VersionFacts, to: VersionFacts): readonly BesideChange[] {
  const key = ({ step, request, model }: Omit<BesideChange, "from" | "to">) =>
    `${step} ${request} ${model ?? ""}`;
  const kinds = new Map([...from.beside, ...to.beside].map((one) => [key(one), one]));
  return [...kinds].flatMap(([id, { step, request, model }]) => {
    const before = from.beside.find((one) => key(one) === id)?.count ?? 0;
    const after = to.beside.find((one) => key(one) === id)?.count ?? 0;
    return before === after ? [] : [{ step, request, model, from: before, to: after }];
  });
}
