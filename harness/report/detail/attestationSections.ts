import type { Matrix, Occurrences, StrategyAttestation } from "../../analysis/analysis.ts";
import type { DetailTable, Section } from "../audit/auditSections.ts";

/** For each strategy how many of its replays are proven to be what they should be, and by what. */
export function attestationSections({ attestation }: Matrix): readonly Section[] {
  const { notes, observed, strategies } = attestation;
  const general =
    notes.length === 0
      ? []
      : [{ title: `Attestation: observed ${observed}`, lines: notes, table: null, diffs: [] }];
  return [...general, ...strategies.map(strategySection)];
}

function strategySection(strategy: StrategyAttestation): Section {
  const { id, replays, attested, unattested, unobserved, notObserved } = strategy;
  const counts = [
    `${attested} attested`,
    ...(unattested > 0 ? [`${unattested} unattested, left out`] : []),
    ...(unobserved > 0 ? [`${unobserved} missing, nothing was seen of them`] : []),
    ...(notObserved > 0 ? [`${notObserved} scored without proof`] : []),
  ];
  return {
    title: `Attestation: ${id}`,
    lines: [`Of ${replays} replays, challenges included: ${counts.join("; ")}.`],
    table: occurrenceTable(strategy),
    diffs: [],
  };
}

/** Against before for: what failed is what a reader looks for. */
function occurrenceTable({ reasons, evidence }: StrategyAttestation): DetailTable | null {
  const row = (says: string) => (one: Occurrences) => [
    says,
    one.kind,
    String(one.replays),
    exampleText(one),
  ];
  const rows = [...reasons.map(row("against")), ...evidence.map(row("for"))];
  if (rows.length === 0) return null;
  return { head: ["", "what was seen", "replays", "example"], rows, widths: [11, 52, 11, 41] };
}

function exampleText({ kind, examples }: Occurrences): string {
  const [first] = examples;
  if (first === undefined) return "";
  return first.text === kind ? first.replay : `${first.replay}: ${first.text}`;
}
