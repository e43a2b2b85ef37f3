import { messageOf, UserError } from "../base/base.ts";
import { sqliteCode } from "./sqlite.ts";

const resume =
  "What was saved is kept: go on with sametwice run --resume latest (and the same --out or --store).";

type Complaint = { readonly message: string; readonly advice: string };

/** What people can do about SQLite's primary result codes; codes not listed are bugs of ours. */
const complaints: Readonly<Record<number, (file: string) => Complaint>> = {
  5: (file) => ({
    message: `Another process has held the store ${file} for too long.`,
    advice: `End it or give this run a store of its own with --store FILE. ${resume}`,
  }),
  8: (file) => ({
    message: `The store ${file} cannot be written: the file or its folder is read-only.`,
    advice: `Make both writable, or name another place with --store FILE. ${resume}`,
  }),
  10: (file) => ({
    message: `The disk failed while the store ${file} was in use.`,
    advice: `Look at its free space and health, or name another place with --store FILE. ${resume}`,
  }),
  11: (file) => ({
    message: `The store ${file} is damaged.`,
    advice:
      "It was left as it is. Restore it from a backup, or rescue what can be read with: sqlite3 FILE .recover",
  }),
  13: (file) => ({
    message: `There is no space left for the store ${file}.`,
    advice: `Free some, or name another place with --store FILE. ${resume}`,
  }),
  14: (file) => ({
    message: `The store ${file} cannot be opened or created.`,
    advice:
      "Check that its folder exists and may be written, or name another place with --store FILE.",
  }),
  26: (file) => ({
    message: `${file} is not a store: it is not a SQLite database.`,
    advice: "It was left as it is. Name another file with --store FILE.",
  }),
};

/** Does something with the store and turns what SQLite complains about into advice; other errors pass unchanged. */
export async function advising<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw withAdvice(file, thrown);
  }
}

function withAdvice(file: string, thrown: unknown): unknown {
  const complaint = complaints[sqliteCode(thrown) ?? -1]?.(file);
  if (complaint === undefined) return thrown;
  return new UserError(`${complaint.message} (${messageOf(thrown)})`, {
    advice: complaint.advice,
    cause: thrown,
  });
}

/** The file is a sound database, but not one for this version of sametwice. */
export function foreignStore(file: string, newerMigrations: readonly string[] | null): UserError {
  if (newerMigrations === null) {
    return new UserError(`${file} is a SQLite database of another program.`, {
      advice: "It was left as it is. Name another file with --store FILE.",
    });
  }
  return new UserError(
    `The store ${file} was written by a newer sametwice (${newerMigrations.join(", ")}).`,
    { advice: "It was left as it is. Update sametwice, or name another file with --store FILE." },
  );
}
