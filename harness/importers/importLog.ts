import { createSessionReader } from "./claudeSession.ts";
import { detectLine, detectWhole } from "./detect.ts";
import { createFindings, type Findings } from "./findings.ts";
import { readInspect } from "./inspectLog.ts";
import { decode, joined, linesOf, mostBytes, type Line } from "./lines.ts";
import { readMiniSweAgent } from "./miniSweAgent.ts";
import { createOwnReader } from "./ownLines.ts";
import { parseJson } from "./parse.ts";
import { createPromptfooReader, readPromptfoo } from "./promptfoo.ts";
import { createStreamReader } from "./streamJson.ts";
import { readSweAgent } from "./sweAgent.ts";
import { readTauBench } from "./tauBench.ts";
import type { FileReport, LogFile, LogFormat, Take } from "./types.ts";

/**
 * Reads one log of any known format but an archive. What cannot be read is counted and named in the result; nothing a file holds
 * makes it throw.
 * @param take gets each transcript as soon as it is complete
 */
export function importLog(file: LogFile, take: Take): FileReport {
  const findings = createFindings();
  let transcripts = 0;
  const format = readPieces(file, findings, (imported) => {
    transcripts++;
    take(imported);
  });
  const { problemCount } = findings.collected();
  if (format === null && problemCount === 0)
    findings.problem(null, "no format that sametwice knows");
  if (format !== null && transcripts === 0) findings.problem(null, "no transcript in it");
  return { name: file.name, format, transcripts, ...findings.collected() };
}

function readPieces(file: LogFile, findings: Findings, take: Take): LogFormat | null {
  const pieces = file.chunks[Symbol.iterator]();
  const first = nextPiece(pieces);
  const unreadable = refusal(first);
  if (first === null || unreadable !== null) {
    findings.problem(null, unreadable ?? "empty");
    return null;
  }
  const recorded = recorder(first, pieces);
  const lines = linesOf(recorded.chunks);
  const early = peek(lines, file.format);
  if (early.hasObjects) {
    recorded.forget();
    return readLines(file, chain(early.lines, lines), { findings, take });
  }
  const whole = recorded.all();
  if (whole === null) {
    findings.problem(null, `one JSON value of more than ${mostBytes / 1024 / 1024} MB`);
    return null;
  }
  const { text, damage } = decode(whole);
  const parsed = parseJson(text);
  if (parsed.kind === "broken" && early.isSpread) {
    findings.problem(null, parsed.reason);
    return null;
  }
  const found = parsed.kind === "broken" ? null : readWhole(file, parsed.value, { findings, take });
  if (found !== null && damage !== null) findings.problem(null, damage);
  // One value over many lines: each of them by itself is nothing.
  if (found === null && early.isSpread) return null;
  return found ?? readLines(file, linesOf([whole]), { findings, take });
}

function nextPiece(pieces: Iterator<Uint8Array>): Uint8Array | null {
  for (let next = pieces.next(); next.done !== true; next = pieces.next()) {
    if (next.value.length > 0) return next.value;
  }
  return null;
}

function refusal(first: Uint8Array | null): string | null {
  if (first === null) return "empty";
  const head = new TextDecoder("latin1").decode(first.subarray(0, sniffedBytes));
  if (head.startsWith("PK\u0003\u0004")) return "a zip archive; only .eval archives are read";
  return head.includes("\0") ? "binary, or text in UTF-16; UTF-8 is needed" : null;
}

/** Enough to tell text from anything else. */
const sniffedBytes = 8192;

/** Gives the pieces on, and keeps them until it is known that they come line by line. */
function recorder(first: Uint8Array, rest: Iterator<Uint8Array>) {
  let kept: Uint8Array[] | null = [];
  let bytes = 0;
  const note = (piece: Uint8Array) => {
    bytes += piece.length;
    if (bytes > mostBytes) kept = null;
    kept?.push(piece.slice());
    return piece;
  };
  function* chunks(): Generator<Uint8Array> {
    yield note(first);
    for (let next = rest.next(); next.done !== true; next = rest.next()) yield note(next.value);
  }
  const source = chunks();
  return {
    chunks: source,
    forget: () => (kept = null),
    /** everything; null when it is too much for one value */
    all: (): Uint8Array | null => {
      // The generator of lines may have ended `source`; what it did not take is still there.
      for (let next = rest.next(); kept !== null && next.done !== true; next = rest.next()) {
        note(next.value);
      }
      return kept === null ? null : joined(kept, bytes);
    },
  };
}

/** Lines that may be cut or broken before the first one that tells. */
const mostBrokenLines = 20;

/** Looks whether the file has an object on each line. A single object that is all of the file is not decided here. */
function peek(lines: Iterator<Line>, format: LogFormat | undefined) {
  const seen: Line[] = [];
  while (seen.length < mostBrokenLines) {
    const { value: line, done } = lines.next();
    if (done === true) break;
    seen.push(line);
    const text = line.text.trim();
    if (seen.length === 1 && (text === "{" || text.startsWith("["))) {
      return { lines: seen, hasObjects: false, isSpread: true };
    }
    const parsed = parseJson(text);
    if (parsed.kind !== "object") continue;
    if (isLineFormat(format) || detectLine(parsed.value) !== null) return peeked(seen, true);
    const next = lines.next();
    if (next.done !== true) return peeked([...seen, next.value], true);
    break;
  }
  return peeked(seen, isLineFormat(format));
}

function peeked(lines: readonly Line[], hasObjects: boolean) {
  return { lines, hasObjects, isSpread: false };
}

function* chain(first: readonly Line[], rest: Iterable<Line>): Generator<Line> {
  yield* first;
  yield* rest;
}

type Sink = { readonly findings: Findings; readonly take: Take };

/** @returns null when the value has no known shape, or one that comes line by line */
function readWhole(file: LogFile, value: unknown, { findings, take }: Sink): LogFormat | null {
  const format = file.format ?? detectWhole(value);
  if (format === null || isLineFormat(format)) return null;
  for (const one of readValue(format, file.name, value, findings)) take(one);
  return format;
}

function isLineFormat(format: LogFormat | undefined): boolean {
  return (
    format === "claude-code-session" ||
    format === "stream-json" ||
    format === "sametwice-transcripts"
  );
}

function readValue(format: LogFormat, name: string, value: unknown, findings: Findings) {
  switch (format) {
    case "promptfoo":
      return readPromptfoo(name, value, findings);
    case "tau-bench":
      return readTauBench(name, value, findings);
    case "mini-swe-agent":
      return readMiniSweAgent(name, value, findings);
    case "swe-agent":
      return readSweAgent(name, value, findings);
    case "inspect":
      return readInspect(name, value, findings);
    case "claude-code-session":
    case "stream-json":
    case "sametwice-transcripts":
      return [];
  }
}

type LineReader = {
  readonly add: (line: number, value: unknown) => void;
  readonly finish: () => void;
};

function readLines(file: LogFile, lines: Iterable<Line>, sink: Sink): LogFormat | null {
  let format = file.format ?? null;
  let reader: LineReader | null = null;
  // Lines that could belong to any format wait until one tells.
  const waiting: ObjectLine[] = [];
  for (const line of objectsOf(lines, sink.findings)) {
    if (reader !== null) {
      reader.add(line.number, line.value);
      continue;
    }
    waiting.push(line);
    format ??= detectLine(line.value);
    if (format === null && waiting.length >= mostWaiting) break;
    if (format === null) continue;
    reader = readerOf(format, file.name, sink);
    for (const early of waiting) reader.add(early.number, early.value);
  }
  reader?.finish();
  return reader === null ? null : format;
}

type ObjectLine = {
  readonly number: number;
  readonly value: Readonly<Record<string, unknown>>;
};

function* objectsOf(lines: Iterable<Line>, findings: Findings): Generator<ObjectLine> {
  for (const { number, text, damage } of lines) {
    if (damage !== null) findings.problem(number, damage);
    if (text.trim() === "") continue;
    const parsed = parseJson(text);
    if (parsed.kind === "object") yield { number, value: parsed.value };
    else findings.problem(number, parsed.kind === "broken" ? parsed.reason : "a list, no object");
  }
}

/** Lines after which a file that has not told its format is given up. */
const mostWaiting = 1000;

function readerOf(format: LogFormat, name: string, { findings, take }: Sink): LineReader {
  switch (format) {
    case "stream-json":
      return createStreamReader(name, findings, take);
    case "sametwice-transcripts":
      return createOwnReader(findings, take);
    case "promptfoo":
      return createPromptfooReader(name, findings, take);
    case "claude-code-session":
      return createSessionReader(name, findings, take);
    case "tau-bench":
    case "mini-swe-agent":
    case "swe-agent":
    case "inspect":
      return {
        add: (line) => findings.problem(line, `a line of its own, but ${format} writes one value`),
        finish: () => {},
      };
  }
}
