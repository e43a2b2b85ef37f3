import { type Command, Option } from "commander";
import { reportsOption, storeOption } from "./cliOptions.ts";

/** Adds `baseline approve`, `diff`, `show` and `list`. */
export function addBaseline(program: Command): void {
  const baseline = program
    .command("baseline")
    .description("references that a team approved, kept in its repository")
    .addHelpText("after", diffExitCodes);
  addApprove(baseline);
  addDiff(baseline);
  addShow(baseline);
  addList(baseline);
}

const diffExitCodes = `
Exit codes of diff: 0 as approved, 1 a rate got worse, 3 none did, but something waits for a person's approval; 2 could not compare.`;

function addApprove(baseline: Command): void {
  runFlags(
    baseline
      .command("approve")
      .description("freeze the references of a run; commit the file that it writes")
      .argument("<run>", "run id or its beginning, or latest"),
  )
    .option("--accept-ambiguous", "approve prompts of which no reference can be told")
    .option("--replace", "let approved references change or go; the old version is kept")
    .action(async (run: string, flags: unknown) => {
      const { baselineApproveCommand } = await import("./baseline.ts");
      process.exitCode = await baselineApproveCommand(run, flags);
    });
}

function addDiff(baseline: Command): void {
  formatFlags(
    runFlags(
      baseline
        .command("diff")
        .description("what a run does otherwise than what was approved, prompt by prompt")
        .argument("<run>", "run id or its beginning, or latest"),
    ),
  )
    .addHelpText("after", diffExitCodes)
    .action(async (run: string, flags: unknown) => {
      const { baselineDiffCommand } = await import("./baseline.ts");
      process.exitCode = await baselineDiffCommand(run, flags);
    });
}

function addShow(baseline: Command): void {
  formatFlags(
    baseline
      .command("show")
      .description("what is approved")
      .argument("[name]", "name, or suite/name (default: main)")
      .addOption(folderOption())
      .option("--file <file>", "the baseline's file"),
  ).action(async (name: string | undefined, flags: unknown) => {
    const { baselineShowCommand } = await import("./baseline.ts");
    process.exitCode = await baselineShowCommand(name, flags);
  });
}

function addList(baseline: Command): void {
  baseline
    .command("list")
    .description("all baselines of a folder")
    .addOption(folderOption())
    .option("--json", "print them as JSON")
    .action(async (flags: unknown) => {
      const { baselineListCommand } = await import("./baseline.ts");
      process.exitCode = await baselineListCommand(flags);
    });
}

function runFlags(command: Command): Command {
  return command
    .option("--name <name>", "name of the baseline", "main")
    .addOption(folderOption())
    .option("--file <file>", "the baseline's file, instead of --folder")
    .addOption(reportsOption())
    .addOption(storeOption());
}

function formatFlags(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "what to print")
        .choices(["terminal", "markdown", "json"])
        .default(undefined, "terminal at a terminal, else markdown"),
    )
    .option("--json", "the same as --format json");
}

function folderOption(): Option {
  return new Option("--folder <folder>", "where the baselines are").default("baselines");
}
