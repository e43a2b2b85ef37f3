import { alignSequences } from "../../divergence/divergence.ts";
import type { Structure } from "../../structure/structure.ts";

/** Steps between two common ones where two replays do not do the same. */
type Gap = {
  /** steps of the usual replay that the other has not */
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  /** the common step before; null at the beginning */
  readonly after: string | null;
  /** no common step follows */
  readonly isLast: boolean;
};

/** How the steps of one replay differ from the usual ones, a phrase for each place. */
export function toolDifferences(usual: Structure, own: Structure): readonly string[] {
  if (own.tools.length === 0) return usual.tools.length === 0 ? [] : ["uses no tool at all"];
  const inOrder = (tools: readonly string[]) => JSON.stringify(tools);
  if (inOrder(usual.tools) === inOrder(own.tools)) return [];
  if (inOrder(usual.tools.toSorted()) === inOrder(own.tools.toSorted()))
    return ["takes the same steps in another order"];
  const gaps = gapsBetween(usual.tools, own.tools);
  const lacking = gaps.filter(({ missing }) => missing.length > 0);
  const tests = skipsTests(usual, own) ? lacking.findLast(holdsCommand) : undefined;
  const reads = editsBlind(usual, own) ? lacking.find(isReading) : undefined;
  const others = lacking.filter((gap) => gap !== tests && gap !== reads);
  return [
    ...(tests === undefined ? [] : [`skips the tests (${placeOf(tests)})`]),
    ...(reads === undefined ? [] : [`edits without reading (skips ${placeOf(reads)})`]),
    ...others.map(lackingWords),
    ...adding(
      gaps.filter(({ missing }) => missing.length === 0),
      usual.tools,
    ),
  ];
}

/** What the steps mean says more than their names. */
function skipsTests({ effort: usual }: Structure, { effort: own }: Structure): boolean {
  return usual.testsAfterLastEdit === true && own.testsAfterLastEdit !== true;
}

function editsBlind({ effort: usual }: Structure, { effort: own }: Structure): boolean {
  return usual.editsWithoutRead === 0 && own.editsWithoutRead > 0;
}

function holdsCommand({ missing, extra }: Gap): boolean {
  return extra.length === 0 && missing.every((token) => token.startsWith("Bash("));
}

function isReading({ missing, extra }: Gap): boolean {
  return extra.length === 0 && missing.every((token) => token === "Read");
}

function gapsBetween(usual: readonly string[], own: readonly string[]): readonly Gap[] {
  const { rows, columns } = alignSequences([usual, own]);
  const cells = (member: number) => {
    const row = rows.find(({ members }) => members.includes(member));
    return new Map(row?.columns.map((column, index) => [column, row.tokens[index] ?? ""]));
  };
  const [left, right] = [cells(0), cells(1)];
  const gaps: Gap[] = [];
  let open: { missing: string[]; extra: string[] } | null = null;
  let after: string | null = null;
  for (let column = 0; column <= columns; column++) {
    const [a, b] = [left.get(column), right.get(column)];
    if (a !== b) {
      open ??= { missing: [], extra: [] };
      if (a !== undefined) open.missing.push(a);
      if (b !== undefined) open.extra.push(b);
      continue;
    }
    if (open !== null) gaps.push({ ...open, after, isLast: column === columns });
    open = null;
    after = a ?? null;
  }
  return gaps;
}

function lackingWords(gap: Gap): string {
  if (gap.extra.length > 0) return `runs ${listed(gap.extra)} instead of ${listed(gap.missing)}`;
  if (gap.isLast && gap.missing.length > 1 && gap.after !== null) return `stops after ${gap.after}`;
  return `skips ${placeOf(gap)}`;
}

function placeOf({ missing, after }: Gap): string {
  return `${listed(missing)} ${after === null ? "at the beginning" : `after ${after}`}`;
}

/** Steps that only come on top: each tool once, with how often. */
function adding(gaps: readonly Gap[], usual: readonly string[]): readonly string[] {
  const times = new Map<string, number>();
  const places = new Map<string, string | null>();
  for (const { extra, after } of gaps) {
    for (const token of extra) {
      times.set(token, (times.get(token) ?? 0) + 1);
      if (!places.has(token)) places.set(token, after);
    }
  }
  const known = new Set(usual);
  return [...times].map(([token, count]) => {
    if (count > 1) return `runs ${token} ${count} ${known.has(token) ? "more times" : "times"}`;
    const after = places.get(token) ?? null;
    return `also runs ${token}${after === null ? " first" : ` after ${after}`}`;
  });
}

const shown = 3;

/** `Read, Grep, Edit and 4 more`; equal ones in a row are counted: `Read×3`. */
export function listed(tokens: readonly string[]): string {
  const runs: { token: string; times: number }[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    if (last?.token === token) last.times++;
    else runs.push({ token, times: 1 });
  }
  const words = runs
    .slice(0, shown)
    .map(({ token, times }) => (times === 1 ? token : `${token}×${times}`));
  return runs.length > shown
    ? `${words.join(", ")} and ${runs.length - shown} more`
    : words.join(", ");
}
