import { Command, InvalidArgumentError, Option } from "commander";
import { readFileSync } from "node:fs";
import { reportFailure } from "./commands/failure.ts";

const exitCodes = `
Exit codes: 0 as expected, 1 the gate failed, 2 could not run, 75 limited by the vendor and resumable.`;

/** Reads argv, hands over to one command and sets the exit code. Commands are loaded only when they are needed. */
function createProgram(): Command {
  const program = new Command("sametwice")
    .description(
      "Ask a coding agent the same thing twice: how often does it do something else, why, and which mitigation stops it?",
    )
    .version(packageVersion())
    .showHelpAfterError("(add --help for what is allowed)")
    .addHelpText("after", exitCodes);
  addRun(program);
  addMatrix(program);
  addReport(program);
  addVendor(program);
  return program;
}

function addRun(program: Command): void {
  program
    .command("run")
    .description("replay a suite under its strategies and print the mitigation matrix")
    .argument("[suite]", "YAML suite; not needed with --resume")
    .addOption(new Option("--agent <kind>", "agent to drive").choices(["sdk", "claude-code"]))
    .option("--cli <version>", 'exact version of the agent, the one "as given"')
    .option("--model <id>", "full model id")
    .option("--vendor <profile>", "simulated vendor's profile: a name or a YAML file")
    .option("--base-url <url>", "a Messages API instead of the simulated vendor; costs money")
    .option("--strategies <ids>", "comma-separated strategy ids", commaSeparated)
    .option("--lanes <n>", "lanes per strategy", wholeNumber)
    .option("--per-prompt <n>", "replays of each prompt in a lane", wholeNumber)
    .option("--waves <n>", "blocks of time in which every strategy runs", wholeNumber)
    .option("--concurrency <n>", "lanes at a time (default: the machine's cores)", wholeNumber)
    .option("--seed <n>", "seed of every random choice", wholeNumber)
    .option("--out <folder>", "where reports go", "reports")
    .option("--store <file>", "SQLite file of all runs (default: sametwice.sqlite in --out)")
    .option("--resume <run>", "go on with an interrupted run")
    .option("--dry-run", "print the plan and what it would cost, run nothing")
    .option("--json", "print matrix.json (or the dry run's plan) on stdout")
    .option("--no-challenge", "do not challenge degraded sessions; recovery stays unknown")
    .option("--tag-upstream", "tell the upstream which process asks (x-sametwice-process)")
    .action(async (suite: string | undefined, flags: unknown) => {
      const { runCommand } = await import("./commands/run.ts");
      process.exitCode = await runCommand(suite, flags);
    });
}

function addMatrix(program: Command): void {
  program
    .command("matrix")
    .description("compute the mitigation matrix of a recorded run again")
    .argument("[run]", "run id or its beginning (default: the latest)")
    .option("--out <folder>", "where the reports are", "reports")
    .option("--store <file>", "SQLite file of all runs (default: sametwice.sqlite in --out)")
    .option("--json", "print matrix.json")
    .action(async (run: string | undefined, flags: unknown) => {
      const { matrixCommand } = await import("./commands/report.ts");
      process.exitCode = await matrixCommand(run, flags);
    });
}

function addReport(program: Command): void {
  program
    .command("report")
    .description("render a recorded run")
    .argument("[run]", "run id or its beginning (default: the latest)")
    .addOption(
      new Option("--format <format>", "what to print")
        .choices(["terminal", "markdown", "json"])
        .default("markdown"),
    )
    .option("--out <folder>", "where the reports are", "reports")
    .option("--store <file>", "SQLite file of all runs (default: sametwice.sqlite in --out)")
    .action(async (run: string | undefined, flags: unknown) => {
      const { reportCommand } = await import("./commands/report.ts");
      process.exitCode = await reportCommand(run, flags);
    });
}

function addVendor(program: Command): void {
  program
    .command("vendor")
    .description("run the simulated vendor alone, on 127.0.0.1")
    .option("--profile <profile>", "profile: a name or a YAML file", "april")
    .option("--port <n>", "port (default: a free one)", wholeNumber)
    .option("--seed <n>", "seed of its draws", wholeNumber, 1)
    .option("--ground-truth <file>", "write what was really served, as JSON lines")
    .action(async (flags: unknown) => {
      const { vendorCommand } = await import("./commands/vendor.ts");
      process.exitCode = await vendorCommand(flags);
    });
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, 0 or more.");
}

function commaSeparated(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const parsed: unknown = JSON.parse(text);
  return typeof parsed === "object" && parsed !== null && "version" in parsed
    ? String(parsed.version)
    : "unknown";
}

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
