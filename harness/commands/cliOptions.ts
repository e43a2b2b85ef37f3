import { InvalidArgumentError, Option } from "commander";

/** Which agent is driven. */
export function agentOption(): Option {
  return new Option("--agent <kind>", "agent to drive").choices(["sdk", "claude-code"]);
}

/** Where finished reports are looked for. */
export function reportsOption(): Option {
  return new Option("--out <folder>", "where the reports are").default("reports");
}

/** The file of all runs. */
export function storeOption(): Option {
  return new Option(
    "--store <file>",
    "SQLite file of all runs (default: sametwice.sqlite in --out)",
  );
}

/** Reads 0, 1, 2 … @throws InvalidArgumentError for anything else */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, 0 or more.");
}

/** Reads a share between 0 and 1, both left out. @throws InvalidArgumentError for anything else */
export function share(text: string): number {
  const number = Number(text);
  if (number > 0 && number < 1) return number;
  throw new InvalidArgumentError("It must be a number between 0 and 1, such as 0.1.");
}

/** Reads `a,b,c`. */
export function commaSeparated(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
