import type { FileProblem } from "./types.ts";

/** Collects what is found in a file besides transcripts; one per file. */
export type Findings = {
  readonly problem: (line: number | null, reason: string) => void;
  readonly other: (kind: string) => void;
  readonly collected: () => {
    readonly problemCount: number;
    readonly problems: readonly FileProblem[];
    readonly others: Readonly<Record<string, number>>;
  };
};

/** A broken file of 500 MB has millions of problems; people read the first ones. */
const NAMED_PROBLEMS = 20;
/** Kinds come from the file, so a hostile one could have as many as lines. */
const NAMED_KINDS = 200;

export function createFindings(): Findings {
  const problems: FileProblem[] = [];
  const others = new Map<string, number>();
  let problemCount = 0;
  return {
    problem: (line, reason) => {
      problemCount++;
      if (problems.length < NAMED_PROBLEMS) problems.push({ line, reason });
    },
    other: (kind) => {
      const isNamed = others.has(kind) || others.size < NAMED_KINDS;
      const name = isNamed ? kind.slice(0, 80) : "(more kinds)";
      others.set(name, (others.get(name) ?? 0) + 1);
    },
    collected: () => ({ problemCount, problems, others: Object.fromEntries(others) }),
  };
}
