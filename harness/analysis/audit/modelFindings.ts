import type { AliasChange, AliasDefaults, AuditFinding, VersionFacts } from "./types.ts";

/** What changed in which model is asked for, and in how. */
export function modelFindings(
  from: VersionFacts,
  to: VersionFacts,
  aliases: readonly AliasChange[],
): readonly AuditFinding[] {
  return [
    ...remapFindings(from, to),
    ...aliasFindings(aliases),
    ...lostAliasFindings(aliases),
    ...settingFindings(aliases),
  ];
}

function remapFindings(from: VersionFacts, to: VersionFacts): readonly AuditFinding[] {
  const before = from.opening?.model ?? null;
  const after = to.opening?.model ?? null;
  if (before === null || after === null || before === after) return [];
  return [
    {
      id: "model-remapped",
      rating: "high",
      what: `Started with the same model, ${from.version} asks for ${before} and ${to.version} for ${after}.`,
      why: "Another model answers, without notice.",
      action: "Check the model of every request (attestation does), or stay on the old version.",
    },
  ];
}

function aliasFindings(aliases: readonly AliasChange[]): readonly AuditFinding[] {
  const moved = changedIn(aliases, (a, b) => a.model !== b.model);
  if (moved.length === 0) return [];
  const list = moved.map(
    ({ asked, before, after }) => `${nameOfAlias(asked)}: ${before.model} → ${after.model}`,
  );
  return [
    {
      id: "alias-remapped",
      rating: "high",
      what: `Names of models mean others now: ${list.join(", ")}.`,
      why: "Whoever names a model by it gets another model after the upgrade.",
      action: "Name the full model id everywhere.",
    },
  ];
}

function lostAliasFindings(aliases: readonly AliasChange[]): readonly AuditFinding[] {
  const lost = aliases.filter(({ from, to }) => from !== null && to === null);
  if (lost.length === 0) return [];
  return [
    {
      id: "alias-lost",
      rating: "high",
      what: `Without an answer now when asked for as: ${lost.map(({ asked }) => nameOfAlias(asked)).join(", ")}.`,
      why: "Whoever names a model by it gets no answer after the upgrade.",
      action: "Name the full model id everywhere.",
    },
  ];
}

function settingFindings(aliases: readonly AliasChange[]): readonly AuditFinding[] {
  const changed = changedIn(aliases, (before, after) => settingChanges(before, after).length > 0);
  if (changed.length === 0) return [];
  // Most names share their defaults.
  const alike = Map.groupBy(changed, ({ before, after }) =>
    settingChanges(before, after).join(", "),
  );
  const list = [...alike].map(
    ([settings, own]) => `${own.map(({ asked }) => nameOfAlias(asked)).join(", ")}: ${settings}`,
  );
  return [
    {
      id: "model-defaults-changed",
      rating: "medium",
      what: `Defaults of models changed: ${list.join("; ")}.`,
      why: "Length and depth of answers are bounded otherwise, so cost and quality move too.",
      action: "Set thinking, effort and output tokens yourself where they matter.",
    },
  ];
}

/** `max_tokens 32000 → 64000` for each default that differs. */
function settingChanges(before: AliasDefaults, after: AliasDefaults): readonly string[] {
  const old: AliasDefaults["settings"] = withTokens(before);
  const now: AliasDefaults["settings"] = withTokens(after);
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names
    .filter((name) => old[name] !== now[name])
    .map((name) => `${name} ${old[name] ?? "none"} → ${now[name] ?? "none"}`);
}

function withTokens({ maxTokens, settings }: AliasDefaults): AliasDefaults["settings"] {
  return { max_tokens: String(maxTokens ?? "none"), ...settings };
}

function changedIn(
  aliases: readonly AliasChange[],
  differs: (before: AliasDefaults, after: AliasDefaults) => boolean,
) {
  return aliases.flatMap(({ asked, from, to }) =>
    from !== null && to !== null && differs(from, to) ? [{ asked, before: from, after: to }] : [],
  );
}

function nameOfAlias(asked: string | null): string {
  return asked ?? "no --model";
}
