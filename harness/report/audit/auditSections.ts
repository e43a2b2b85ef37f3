import type {
  AliasChange,
  AliasDefaults,
  Audit,
  ClientChanges,
  Suppression,
  ChangedText,
  ToolChange,
  VersionFacts,
} from "../../analysis/analysis.ts";
import { percent } from "../numbers.ts";
import { aliasName, bytesText, listText, millisecondsText } from "./words.ts";

/** A part of an audit's details, as every renderer shows it. */
export type Section = {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table: DetailTable | null;
  readonly diffs: readonly TitledDiff[];
};

export type DetailTable = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** of the columns on a terminal, with padding; together with the borders 120; by the number of columns unless given */
  readonly widths?: readonly number[];
};

export type TitledDiff = { readonly title: string; readonly diff: string };

/** The details of an audit in the order in which they are shown; what did not change is said to be so. */
export function auditSections(audit: Audit): readonly Section[] {
  return [
    factSection(audit),
    besideSection(audit),
    aliasSection(audit),
    suppressionSection(audit),
    ...(audit.changes === null
      ? [section("Requests", ["One of the two sent no request that could be compared."])]
      : changeSections(audit, audit.changes)),
  ];
}

function changeSections(audit: Audit, changes: ClientChanges): readonly Section[] {
  const { from, to } = audit;
  return [
    section("Betas", changedSet(changes.betas)),
    {
      ...section("Parameters", changes.parameters.length === 0 ? [unchanged] : []),
      table: tableOrNull(
        ["parameter", from.version, to.version],
        changes.parameters.map((one) => [one.name, one.from ?? "none", one.to ?? "none"]),
      ),
    },
    toolSection(changes),
    textSection("System prompt", [changes.system]),
    textSection("What the client says in the user's name", changes.additions),
  ];
}

function factSection({ from, to }: Audit): Section {
  const row = (name: string, pick: (facts: VersionFacts) => string) => [name, pick(from), pick(to)];
  const opening = (pick: (opening: NonNullable<VersionFacts["opening"]>) => string | number) => {
    return (facts: VersionFacts) => (facts.opening === null ? "?" : String(pick(facts.opening)));
  };
  return {
    ...section("The client", []),
    table: {
      head: ["", from.version, to.version],
      rows: [
        row("answers a prompt", ({ problem }) => (problem === null ? "yes" : `no: ${problem}`)),
        row("/clear", ({ clear }) => clear),
        row(
          "model on the wire",
          opening(({ model }) => model ?? "none"),
        ),
        row(
          "system prompt, characters",
          opening(({ systemCharacters }) => systemCharacters),
        ),
        row(
          "tools",
          opening(({ tools }) => tools),
        ),
        row(
          "betas",
          opening(({ betas }) => betas),
        ),
        row(
          "first request",
          opening(({ bytes }) => bytesText(bytes)),
        ),
        row("hidden requests", ({ beside }) =>
          String(beside.reduce((sum, { count }) => sum + count, 0)),
        ),
        row("reaches past its base URL for", ({ egress }) => listText(egress)),
        row("program", ({ program }) =>
          program === null ? "no single file" : `${program.form}, ${bytesText(program.bytes)}`,
        ),
        row(`start-up (median of ${to.timing.starts})`, ({ timing }) =>
          millisecondsText(timing.startMs),
        ),
        row("prompt to first request", ({ timing }) => millisecondsText(timing.firstRequestMs)),
        row("prompt to answer", ({ timing }) => millisecondsText(timing.firstTurnMs)),
      ],
    },
  };
}

function besideSection({ from, to, besideRequests }: Audit): Section {
  const same = from.beside.length === 0 ? "Neither sends any." : unchanged;
  return {
    ...section(
      "Hidden requests (no prompt explains them)",
      besideRequests.length === 0 ? [same] : [],
    ),
    table: tableOrNull(
      ["step", "request", "model", from.version, to.version],
      besideRequests.map((one) => [
        one.step,
        one.request,
        one.model ?? "none",
        String(one.from),
        String(one.to),
      ]),
    ),
  };
}

function aliasSection({ from, to, aliases }: Audit): Section {
  return {
    ...section("What names of models mean", aliases.length === 0 ? ["None was asked for."] : []),
    table: tableOrNull(
      ["--model", from.version, to.version],
      aliases.map((alias) => [aliasName(alias.asked), ...aliasCells(alias)]),
    ),
  };
}

function aliasCells({ from, to }: AliasChange): readonly [string, string] {
  const before = defaultsText(from);
  const after = defaultsText(to);
  return [before, before === after ? "the same" : after];
}

function defaultsText(defaults: AliasDefaults | null): string {
  if (defaults === null) return "no answer";
  const { model, maxTokens, settings } = defaults;
  const rest = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return [model ?? "no model", `max_tokens ${maxTokens ?? "none"}`, ...rest].join(", ");
}

function suppressionSection({ from, to }: Audit): Section {
  const row = (name: string, pick: (suppression: Suppression) => string) => [
    name,
    ...[from, to].map((facts) => (facts.suppression === null ? "?" : pick(facts.suppression))),
  ];
  return {
    ...section("What suppressing betas does", []),
    table: {
      head: ["", from.version, to.version],
      rows: [
        row("betas taken off", (one) => listText(one.betasRemoved)),
        row("betas kept", (one) => listText(one.betasKept)),
        row("tools lost", (one) => listText(one.toolsRemoved)),
        row("tools added", (one) => listText(one.toolsAdded)),
        row("parameters touched", (one) => listText(one.parameters)),
        row("system prompt changed", (one) => `${percent(one.systemChanged)} %`),
      ],
    },
  };
}

function toolSection({ tools }: ClientChanges): Section {
  const count = tools.added.length + tools.removed.length + tools.changed.length;
  return {
    ...section(
      "Tools",
      count === 0
        ? [unchanged]
        : [
            ...(tools.added.length === 0 ? [] : [`added: ${tools.added.join(", ")}`]),
            ...(tools.removed.length === 0 ? [] : [`removed: ${tools.removed.join(", ")}`]),
          ],
    ),
    table: tableOrNull(
      ["tool", "property", "keyword", "before", "after"],
      tools.changed.flatMap(schemaRows),
    ),
    diffs: tools.changed.flatMap(({ name, description }) =>
      description === null ? [] : [titledDiff({ ...description, what: `${name}: description` })],
    ),
  };
}

function schemaRows({ name, schema }: ToolChange): readonly (readonly string[])[] {
  return schema.map((one) => [
    name,
    one.property,
    one.keyword,
    one.from ?? "none",
    one.to ?? "none",
  ]);
}

function textSection(title: string, changes: readonly ChangedText[]): Section {
  const differing = changes.filter(({ diff }) => diff !== "");
  return {
    ...section(title, differing.length === 0 ? [unchanged] : []),
    diffs: differing.map(titledDiff),
  };
}

function titledDiff(change: ChangedText): TitledDiff {
  const { what, changed, linesAdded, linesRemoved, fromCharacters, toCharacters, diff } = change;
  return {
    title: `${what}: ${percent(changed)} % changed, ${linesAdded} lines added, ${linesRemoved} removed, ${fromCharacters} → ${toCharacters} characters`,
    diff,
  };
}

function changedSet(change: ClientChanges["betas"]): readonly string[] {
  const lines = [
    ...change.added.map((one) => `added: ${one}`),
    ...change.removed.map((one) => `removed: ${one}`),
  ];
  return lines.length === 0 ? [unchanged] : lines;
}

const unchanged = "No change.";

function section(title: string, lines: readonly string[]): Section {
  return { title, lines, table: null, diffs: [] };
}

function tableOrNull(head: DetailTable["head"], rows: DetailTable["rows"]): DetailTable | null {
  return rows.length === 0 ? null : { head, rows };
}
