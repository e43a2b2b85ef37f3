import { sha256 } from "../../base/base.ts";
import type { FileChange } from "../../record/record.ts";
import { canonicalPath, canonicalTool, pathArgument } from "../../structure/structure.ts";
import { toolCallsOf, type ToolCall, type Transcript } from "../../transcript/transcript.ts";

/**
 * Changed files as the successful calls show them, for logs without a workspace. `Write` tells the whole content, `Edit` only where the
 * file's content is known from an earlier `Write` or from a whole `Read`; else `after` holds the inserted pieces. What shell commands
 * change, and what is deleted, is not seen.
 * @param workspace absolute folder that paths are made relative to; null keeps them as they are
 */
export function derivedChanges(
  transcript: Transcript,
  workspace: string | null,
): readonly FileChange[] {
  const known = new Map<string, string>();
  const changed = new Map<string, Draft>();
  for (const call of toolCallsOf(transcript)) {
    const path = pathArgument(call.input);
    if (path === null || call.outcome.kind !== "ok") continue;
    const file = canonicalPath(path, workspace);
    const tool = canonicalTool(call.name, call.input);
    if (tool === "Read") learn(call, file, known);
    if (tool === "Write") write(call, file, { known, changed });
    if (tool === "Edit" || tool === "NotebookEdit") edit(call, file, { known, changed });
  }
  return [...changed].map(([path, draft]) => changeOf(path, draft));
}

type Draft = {
  readonly kind: "created" | "modified";
  /** the whole file before its first change, where it is known */
  readonly before: string | null;
  /** null when only pieces are known */
  readonly whole: string | null;
  readonly pieces: readonly string[];
};

type Files = { readonly known: Map<string, string>; readonly changed: Map<string, Draft> };

/** Reads of a part say nothing about the whole; longer files are cut by the tool itself. */
const mostLinesRead = 2000;
const numberedLine = /^\s*(\d+)(?:→|\t)(.*)$/;

function learn({ input, outcome }: ToolCall, file: string, known: Map<string, string>): void {
  if (outcome.kind === "open" || "offset" in input || "limit" in input || "view_range" in input) {
    return;
  }
  const content: string[] = [];
  for (const line of outcome.output.split("\n")) {
    const [, number, text] = numberedLine.exec(line) ?? [];
    if (Number(number) !== content.length + 1) break;
    content.push(text ?? "");
  }
  if (content.length > 0 && content.length < mostLinesRead) known.set(file, content.join("\n"));
  else known.delete(file);
}

function write({ input, outcome }: ToolCall, file: string, { known, changed }: Files): void {
  const content = textOf(input, ["content", "file_text", "text"]);
  if (content === null) return;
  const says = outcome.kind === "open" ? "" : outcome.output;
  const isNew = /created/i.test(says) || (!known.has(file) && !/updated|overwr/i.test(says));
  const earlier = changed.get(file);
  const kind = earlier?.kind ?? (isNew ? "created" : "modified");
  const before = textBefore(earlier, kind === "created" ? null : known.get(file));
  known.set(file, content);
  changed.set(file, { kind, before, whole: content, pieces: [] });
}

function edit({ input }: ToolCall, file: string, { known, changed }: Files): void {
  const earlier = changed.get(file);
  const before = textBefore(earlier, known.get(file));
  let whole = known.get(file) ?? null;
  const pieces = [...(earlier?.pieces ?? [])];
  for (const { from, to, all } of replacementsOf(input)) {
    pieces.push(to);
    whole = whole === null ? null : replaced(whole, { from, to, all });
  }
  if (whole === null) known.delete(file);
  else known.set(file, whole);
  changed.set(file, { kind: earlier?.kind ?? "modified", before, whole, pieces });
}

/** What stood there before the first change. */
function textBefore(earlier: Draft | undefined, content: string | null | undefined): string | null {
  return earlier === undefined ? (content ?? null) : earlier.before;
}

type Replacement = { readonly from: string; readonly to: string; readonly all: boolean };

function replacementsOf(input: ToolCall["input"]): readonly Replacement[] {
  const several = input["edits"];
  const edits = Array.isArray(several) ? several.filter(isRecord) : [input];
  return edits.map((one) => ({
    from: textOf(one, ["old_string", "old_str"]) ?? "",
    to: textOf(one, ["new_string", "new_str", "new_source"]) ?? "",
    all: one["replace_all"] === true,
  }));
}

/** @returns null when the text is not there: what we believed of the file is wrong */
function replaced(content: string, { from, to, all }: Replacement): string | null {
  if (from === "" || !content.includes(from)) return null;
  // A function, because "$&" in a replacement text means something.
  return all ? content.replaceAll(from, () => to) : content.replace(from, () => to);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(input: ToolCall["input"], keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = input[key];
    if (typeof value === "string") return value;
  }
  return null;
}

/** Larger contents are compared by digest, as in recorded runs. */
const mostCharacters = 256 * 1024;

function changeOf(path: string, { kind, before, whole, pieces }: Draft): FileChange {
  const content = whole ?? pieces.join("\n");
  const hash = sha256(content);
  const after = content.length > mostCharacters ? null : content;
  // Pieces are no version of the whole file.
  return { path, kind, before: whole === null ? null : before, after, hash };
}
