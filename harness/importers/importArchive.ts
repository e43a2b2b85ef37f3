import { decode } from "./lines.ts";
import { createFindings } from "./findings.ts";
import { readHeader, readSample, type Evaluation } from "./inspectLog.ts";
import { stemOf } from "./fileNames.ts";
import { parseJson } from "./parse.ts";
import type { FileReport, Take } from "./types.ts";

/** A log that is an archive, member by member; opening and inflating it is the caller's. */
export type ArchiveImport = {
  /** what the caller should do with a member, by its name */
  readonly roleOf: (member: string) => "header" | "sample" | "other";
  /** tells what all samples have in common; before any sample. Of several the first that can be read counts */
  readonly header: (member: string, bytes: Uint8Array) => void;
  readonly sample: (member: string, bytes: Uint8Array) => void;
  /** a member, or the archive, that was not read, and why */
  readonly refuse: (reason: string) => void;
  readonly finish: () => FileReport;
};

/** Reads the members of an `.eval` file of Inspect AI. @param take gets each transcript at once */
export function importArchive(name: string, take: Take): ArchiveImport {
  const findings = createFindings();
  let evaluation: Evaluation | null = null;
  let transcripts = 0;
  const valueOf = (member: string, bytes: Uint8Array): unknown => {
    const { text, damage } = decode(bytes);
    if (damage !== null) findings.problem(null, `${member}: ${damage}`);
    const parsed = parseJson(text);
    if (parsed.kind === "object") return parsed.value;
    findings.problem(null, `${member}: ${parsed.kind === "broken" ? parsed.reason : "a list"}`);
    return null;
  };
  return {
    roleOf: (member) => {
      if (headers.includes(member)) return "header";
      if (/^samples\/[^/]+\.json$/.test(member)) return "sample";
      findings.other(`member/${member.replaceAll(/\d+/g, "N")}`);
      return "other";
    },
    header: (member, bytes) => (evaluation ??= readHeader(name, valueOf(member, bytes))),
    sample: (member, bytes) => {
      const value = valueOf(member, bytes);
      if (value === null) return;
      const imported = readSample(evaluation ?? withoutHeader(name), value);
      if (imported === null) return findings.problem(null, `${member}: a sample without an id`);
      const assumed =
        evaluation === null ? ["The archive has no header; the file's name stands in."] : [];
      transcripts++;
      take({ ...imported, problems: [...imported.problems, ...assumed] });
    },
    refuse: (reason) => findings.problem(null, reason),
    finish: () => {
      if (transcripts === 0) findings.problem(null, "no sample in it");
      const format = evaluation === null && transcripts === 0 ? null : "inspect";
      return { name, format, transcripts, ...findings.collected() };
    },
  };
}

/** The last two are all that an evaluation has which is still running or was killed, and what old versions wrote. */
const headers: readonly string[] = ["header.json", "_journal/start.json", "start.json"];

function withoutHeader(name: string): Evaluation {
  return { task: stemOf(name), run: stemOf(name), date: null, model: null, version: null };
}
