import { sha256 } from "../../base/base.ts";
import { inferWorkspace, structureOf, type ParseSource } from "../../structure/structure.ts";
import {
  isMissing,
  unknownUsage,
  type Transcript,
  type Usage,
} from "../../transcript/transcript.ts";
import { answerText } from "../insight/agreement.ts";
import { derivedChanges } from "./derivedChanges.ts";
import type { LoggedReplay, LoggedTranscript } from "./types.ts";

/** Reduces a transcript to what scoring needs of it. @param id unique among all that is scored together */
export function loggedReplay(
  id: string,
  logged: LoggedTranscript,
  parse: ParseSource,
): LoggedReplay {
  const { file, transcript, group, thread, outcome, firstMessage } = logged;
  const workspace = logged.workspace ?? inferWorkspace(transcript, logged.changes ?? []);
  const changes = logged.changes ?? derivedChanges(transcript, workspace);
  const place = workspace === null ? {} : { workspace };
  const wallMs = transcript.turns.reduce((sum, turn) => sum + turn.wallMs, 0);
  return {
    id,
    file,
    keys: group,
    isSubAgent: thread.kind === "sub-agent",
    isMissing: isMissing(transcript.ending),
    structure: structureOf({ transcript, changes, ...place }, parse),
    workspace,
    answer: sha256(answerText(transcript)),
    outcome,
    usage: usageOf(transcript),
    wallMs: wallMs === 0 ? null : wallMs,
    turns: transcript.turns.length,
    firstMessage,
  };
}

/** What was not reported for every turn is unknown, not a smaller sum. */
function usageOf({ turns }: Transcript): Usage {
  const total = (pick: (usage: Usage) => number | null) => {
    const counts = turns.map(({ usage }) => pick(usage));
    const known = counts.filter((count) => count !== null);
    const isWhole = known.length === counts.length && known.length > 0;
    return isWhole ? known.reduce((sum, count) => sum + count, 0) : null;
  };
  return {
    ...unknownUsage,
    inputTokens: total((usage) => usage.inputTokens),
    outputTokens: total((usage) => usage.outputTokens),
    cacheReadTokens: total((usage) => usage.cacheReadTokens),
    cacheCreationTokens: total((usage) => usage.cacheCreationTokens),
    thinkingTokens: total((usage) => usage.thinkingTokens),
    costUsd: total((usage) => usage.costUsd),
  };
}
