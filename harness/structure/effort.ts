import type { Step, Transcript, Turn, Usage } from "../transcript/transcript.ts";
import type { CanonicalCall } from "./calls.ts";
import { withoutIdsAndDates } from "./idsAndDates.ts";
import { knownFiles } from "./knownFiles.ts";
import type { Effort, StructureInput } from "./types.ts";
import { canonicalPath } from "./workspacePaths.ts";

/** How much work the agent put in and how carefully. Never gates by default: sampling moves most of it. */
export function effortChannel(
  { transcript, changes }: StructureInput,
  calls: readonly CanonicalCall[],
): Effort {
  const steps = transcript.turns.flatMap((turn) => turn.steps);
  const usages = transcript.turns.map((turn) => turn.usage);
  const edits = calls.filter(isEdit).length;
  const reads = calls.filter((call) => call.tool === "Read" && call.outcome === "ok").length;
  return {
    thinkingSteps: steps.filter((step) => step.kind === "thinking").length,
    thinkingTokens: total(usages.map((usage) => usage.thinkingTokens)),
    turns: transcript.turns.reduce((sum, turn) => sum + messagesIn(turn), 0),
    steps: steps.length,
    calls: calls.length,
    words: steps.reduce((sum, step) => sum + wordsOf(step), 0),
    wordsBetweenCalls: wordsBetweenCalls(transcript),
    cacheRatio: cacheRatio(usages),
    edits,
    readsPerEdit: edits === 0 ? null : reads / edits,
    editsWithoutRead: editsWithoutRead(calls, existence(changes)),
    repeatedCalls: repeatedCalls(calls),
    testsAfterLastEdit: testsAfterLastEdit(calls),
  };
}

/** The closing text has no calls beside it, so it came in a message of its own. */
function messagesIn({ steps }: Turn): number {
  const afterCalls = steps.slice(steps.findLastIndex(isCalls) + 1);
  const closing = afterCalls.some(({ kind }) => kind === "text") ? 1 : 0;
  return steps.filter(isCalls).length + closing;
}

/** Texts after the last group of calls of a turn are the answer and do not count. */
function wordsBetweenCalls({ turns }: Transcript): number | null {
  let [words, groups] = [0, 0];
  for (const { steps } of turns) {
    const last = steps.findLastIndex(isCalls);
    groups += steps.filter(isCalls).length;
    for (const step of steps.slice(0, last + 1)) words += wordsOf(step);
  }
  return groups === 0 ? null : words / groups;
}

function isCalls({ kind }: Step): boolean {
  return kind === "calls";
}

/** A date is one word, however it is written. */
function wordsOf(step: Step): number {
  return step.kind === "text" ? (withoutIdsAndDates(step.text).match(/\S+/g) ?? []).length : 0;
}

/** Vendors count cached tokens apart from `inputTokens`, so the whole input is the sum of the three. */
function cacheRatio(usages: readonly Usage[]): number | null {
  const read = total(usages.map(({ cacheReadTokens }) => cacheReadTokens));
  const created = total(usages.map(({ cacheCreationTokens }) => cacheCreationTokens));
  const fresh = total(usages.map(({ inputTokens }) => inputTokens));
  if (read === null || created === null || fresh === null) return null;
  const input = read + created + fresh;
  return input === 0 ? null : read / input;
}

/** A sum of which a part is unknown is unknown. */
function total(counts: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const count of counts) {
    if (count === null) return null;
    sum += count;
  }
  return counts.length === 0 ? null : sum;
}

const editors = new Set(["Edit", "Write", "NotebookEdit"]);

/** A call that was refused, failed or never answered changed nothing. */
function isEdit({ tool, outcome }: CanonicalCall): boolean {
  return editors.has(tool) && outcome === "ok";
}

type Existence = (path: string) => boolean | null;

/** Whether a file was there before the replay; null for files that are as they were, of which no record tells. */
function existence(changes: StructureInput["changes"]): Existence {
  const kinds = new Map(changes.map(({ path, kind }) => [canonicalPath(path, null), kind]));
  return (path) => {
    const kind = kinds.get(path);
    return kind === undefined ? null : kind !== "created";
  };
}

/** Calls of one message do not know of each other: the agent wrote them all before it saw a result. */
function editsWithoutRead(calls: readonly CanonicalCall[], existed: Existence): number {
  const known = knownFiles();
  let blind = 0;
  for (const group of groupsOf(calls)) {
    for (const call of group) {
      if (isEdit(call) && needsReading(call, existed) && !known.has(call.path ?? "")) blind++;
    }
    for (const call of group) {
      // A failed command may have shown what it read before it failed.
      const hasRun = call.outcome === "ok" || call.outcome === "failed";
      if (call.tool === "Bash" && hasRun) known.addNamedIn(call.command);
      if (call.path !== null && call.outcome === "ok") known.add(call.path);
    }
  }
  return blind;
}

/**
 * Only what exists can be read, and a patch that names no file in its arguments cannot be judged. An edit needs a file to be
 * there; a write shows by its change whether one was.
 */
function needsReading({ tool, path }: CanonicalCall, existed: Existence): boolean {
  return path !== null && (existed(path) ?? tool !== "Write");
}

function repeatedCalls(calls: readonly CanonicalCall[]): number {
  const seen = new Set<string>();
  let repeated = 0;
  for (const group of groupsOf(calls)) {
    // After an edit, reading or testing again is no repetition.
    if (group.some(isEdit)) seen.clear();
    for (const call of group) {
      const key = `${call.token} ${call.arguments}`;
      if (seen.has(key)) repeated++;
      seen.add(key);
    }
  }
  return repeated;
}

const testProgram =
  /(?:^|[^a-z])tests?(?![a-z])|^(?:vitest|jest|mocha|ava|pytest|py\.test|unittest|tox|nox|rspec|phpunit|ctest)$/i;

/** In the message of the last edit or later: within one message the order means nothing. */
function testsAfterLastEdit(calls: readonly CanonicalCall[]): boolean | null {
  const last = calls.findLast(isEdit);
  if (last === undefined) return null;
  return calls.some(
    ({ message, programs, outcome }) =>
      message >= last.message &&
      (outcome === "ok" || outcome === "failed") &&
      // `test -f a.ts` asks for a file.
      programs.some((program) => program !== "test" && testProgram.test(program)),
  );
}

function groupsOf(calls: readonly CanonicalCall[]): Iterable<readonly CanonicalCall[]> {
  return Map.groupBy(calls, ({ message }) => message).values();
}
