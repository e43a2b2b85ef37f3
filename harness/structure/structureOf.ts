import { canonicalJson, sha256 } from "../base/base.ts";
import { channels, type Channel } from "../record/record.ts";
import { finalTextOf } from "../transcript/transcript.ts";
import { answerChannel } from "./answer.ts";
import { canonicalCalls } from "./calls.ts";
import { codeChannel } from "./code.ts";
import { effortChannel } from "./effort.ts";
import { endingChannel } from "./ending.ts";
import { filesChannel } from "./files.ts";
import { withStablePaths } from "./idsAndDates.ts";
import { targetsChannel } from "./targets.ts";
import { toolsChannel } from "./tools.ts";
import type { ParseSource, Structure, StructureInput } from "./types.ts";

/** The canonical value of every channel of a replay. The same input gives the same structure, on every machine. */
export function structureOf(input: StructureInput, parse: ParseSource): Structure {
  const calls = canonicalCalls(input);
  const answer = finalTextOf(input.transcript);
  const changes = withStablePaths(input.changes);
  return {
    ending: endingChannel(input.transcript.ending),
    tools: toolsChannel(calls),
    targets: targetsChannel(calls),
    files: filesChannel(changes),
    code: codeChannel(changes, answer, parse),
    answer: answerChannel(answer),
    effort: effortChannel(input, calls),
  };
}

/**
 * Identity of a structure in some channels: 64 hexadecimal digits, equal exactly when those channels are equal. The
 * order in which the channels are named does not matter.
 */
export function structureHash(structure: Structure, among: readonly Channel[]): string {
  const values = channels
    .filter((channel) => among.includes(channel))
    .map((channel) => [channel, identityOf(structure, channel)]);
  return sha256(canonicalJson(values));
}

/** What `structureHash` looks at: the channel's value, but for `code` hashes instead of trees, which are large. */
export function identityOf(structure: Structure, channel: Channel): unknown {
  if (channel !== "code") return structure[channel];
  return structure.code.map(({ path, form, hash }) => [path, form, hash]);
}
