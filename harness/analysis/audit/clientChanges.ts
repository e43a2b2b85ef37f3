import type { FingerprintParts, ProbedTool, ProbeRecord } from "../../record/record.ts";
import { betasOf, byCode, conversationIn, openingOf } from "../probedRequests.ts";
import { schemaChanges } from "./schemaChanges.ts";
import { textChange } from "./textChange.ts";
import type {
  ClientChanges,
  CountChange,
  ParameterChange,
  SetChange,
  ChangedText,
  ToolChanges,
} from "./types.ts";

/** Compares what two clients sent for the same prompts; null when one of them sent nothing that could be compared. */
export function clientChanges(from: ProbeRecord, to: ProbeRecord): ClientChanges | null {
  const before = openingOf(from);
  const after = openingOf(to);
  if (before === undefined || after === undefined) return null;
  return {
    system: textChange("system prompt", before.system, after.system),
    additions: additionChanges(from, to),
    tools: toolChanges(before.tools, after.tools),
    betas: setChange(betasOf(from), betasOf(to)),
    parameters: parameterChanges(before.parts, after.parts),
    turns: turnChanges(from, to),
  };
}

export function setChange(from: readonly string[], to: readonly string[]): SetChange {
  return {
    added: to.filter((one) => !from.includes(one)).toSorted(byCode),
    removed: from.filter((one) => !to.includes(one)).toSorted(byCode),
  };
}

/** Differences in the parameters of a body: the fingerprint's parts `body.…`. */
export function parameterChanges(
  from: FingerprintParts,
  to: FingerprintParts,
): readonly ParameterChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].sort(byCode);
  return names
    .filter((name) => name.startsWith("body.") && from[name] !== to[name])
    .map((name) => ({ name, from: from[name] ?? null, to: to[name] ?? null }));
}

function toolChanges(from: readonly ProbedTool[], to: readonly ProbedTool[]): ToolChanges {
  const names = (tools: readonly ProbedTool[]) => tools.map(({ name }) => name);
  const changed = from.flatMap((tool) => {
    const now = to.find(({ name }) => name === tool.name);
    if (now === undefined) return [];
    const description = textChange("description", tool.description, now.description);
    const schema = schemaChanges(tool.schema, now.schema);
    if (description.diff === "" && schema.length === 0) return [];
    return [{ name: tool.name, description: description.diff === "" ? null : description, schema }];
  });
  return { ...setChange(names(from), names(to)), changed };
}

/** Where in the scenario the client may say something in the user's name. */
const places = [
  { what: "additions to the first message", step: "text", at: 0 },
  { what: "additions while tools are used", step: "tools", at: -1 },
  { what: "additions after /clear", step: "after-clear", at: 0 },
] as const;

function additionChanges(from: ProbeRecord, to: ProbeRecord): readonly ChangedText[] {
  return places
    .map(({ what, step, at }) =>
      textChange(what, ownAdditions(from, step, at), ownAdditions(to, step, at)),
    )
    .filter(({ diff }) => diff !== "");
}

/** Without what the first message already had: a request carries all of the conversation before it. */
function ownAdditions(
  record: ProbeRecord,
  step: (typeof places)[number]["step"],
  at: number,
): string {
  const additions = conversationIn(record, step).at(at)?.additions ?? "";
  const opening = openingOf(record)?.additions ?? "";
  return step === "text" || opening === ""
    ? additions
    : additions.replace(opening, () => "").trim();
}

function turnChanges(from: ProbeRecord, to: ProbeRecord): readonly CountChange[] {
  return places
    .map(({ step }) => ({
      what: step,
      from: conversationIn(from, step).length,
      to: conversationIn(to, step).length,
    }))
    .filter((change) => change.from !== change.to);
}
