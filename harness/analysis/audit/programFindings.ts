import type { AuditFinding, VersionFacts } from "./types.ts";

/** Smaller changes of a size are told in the details only. */
const notableSize = 0.1;
/** Starts on a busy machine vary by so much. */
const notableStart = { ratio: 1.5, milliseconds: 200 };

/** What changed in the program itself. */
export function programFindings(from: VersionFacts, to: VersionFacts): readonly AuditFinding[] {
  return [...formFindings(from, to), ...sizeFindings(from, to), ...startFindings(from, to)];
}

const formName = { native: "native program", script: "script for Node" } as const;

function formFindings(
  { program: before }: VersionFacts,
  { program: after }: VersionFacts,
): readonly AuditFinding[] {
  if (before === null || after === null || before.form === after.form) return [];
  return [
    {
      id: "form-changed",
      rating: "low",
      what: `The program was a ${formName[before.form]} and is a ${formName[after.form]}.`,
      why: "It brings another runtime, and other needs of the machine that runs it.",
      action: "Check that your images have what it needs.",
    },
  ];
}

function sizeFindings(
  { program: before }: VersionFacts,
  { program: after }: VersionFacts,
): readonly AuditFinding[] {
  if (before === null || after === null) return [];
  if (Math.abs(after.bytes / before.bytes - 1) < notableSize) return [];
  return [
    {
      id: "size-changed",
      rating: "low",
      what: `The program has ${megabytes(after.bytes)} MB instead of ${megabytes(before.bytes)} MB.`,
      why: "Images and caches grow; answers do not change.",
      action: "Nothing to do.",
    },
  ];
}

function startFindings(
  { timing: before }: VersionFacts,
  { timing: after }: VersionFacts,
): readonly AuditFinding[] {
  if (before.startMs === null || after.startMs === null) return [];
  const short = Math.min(before.startMs, after.startMs);
  const long = Math.max(before.startMs, after.startMs);
  if (long < short * notableStart.ratio || long - short < notableStart.milliseconds) return [];
  return [
    {
      id: "start-time-changed",
      rating: "low",
      what: `It starts in ${Math.round(after.startMs)} ms instead of ${Math.round(before.startMs)} ms (median of ${after.starts} starts).`,
      why: "Restarting sessions gets cheaper or dearer; answers do not change.",
      action: "Measure again before you rely on it.",
    },
  ];
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}
