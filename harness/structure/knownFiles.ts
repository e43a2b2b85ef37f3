import { posix } from "node:path";

/** Which files an agent has seen so far. Paths are relative to the workspace, or however the agent named them. */
export type KnownFiles = {
  readonly add: (path: string) => void;
  /** every file that a shell command names */
  readonly addNamedIn: (command: string) => void;
  readonly has: (path: string) => boolean;
};

/** Longer words of a command are no paths. */
const longestPath = 1_000;

/**
 * Files that were read, written or named. A command names `src/a.ts` as `src/a.ts`, as `/srv/app/src/a.ts` and, after
 * `cd src`, as `a.ts`: paths agree when one ends with the other.
 */
export function knownFiles(): KnownFiles {
  const exact = new Set<string>();
  const words = new Set<string>();
  /** all ends of `words`, at whole names */
  const ends = new Set<string>();
  return {
    add: (path) => exact.add(path),
    addNamedIn: (command) => {
      for (const word of command.split(/[^\w./@+~-]+/)) {
        if (word === "" || word.length > longestPath) continue;
        const path = posix.normalize(word);
        if (words.has(path)) continue;
        words.add(path);
        for (const end of endsOf(path)) ends.add(end);
      }
    },
    has: (path) => exact.has(path) || ends.has(path) || endsOf(path).some((end) => words.has(end)),
  };
}

/** `a/b/c`, `b/c`, `c`. */
function endsOf(path: string): string[] {
  const ends = [path];
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    ends.push(path.slice(at + 1));
  }
  return ends;
}
