import { Option, type Command } from "commander";
import { groupings } from "../analysis/analysis.ts";
import { logFormats } from "../importers/importers.ts";
import { commaSeparated } from "./cliOptions.ts";

/** Adds `score`. */
export function addScore(program: Command): void {
  program
    .command("score")
    .description("score transcripts that you already have; runs nothing, asks no model")
    .argument("<paths...>", "logs, or folders with logs, such as ~/.claude/projects")
    .addOption(
      new Option("--by <key>", "what a row of the tables is").choices(groupings).default("prompt"),
    )
    .option(
      "--gate <channels>",
      "comma-separated channels whose divergence counts (default: ending,tools,files,code)",
      commaSeparated,
    )
    .addOption(
      new Option("--input-format <format>", "format of the logs (default: detected)").choices(
        logFormats,
      ),
    )
    .option("--prompt <id>", "where the replays of one prompt part: its id in the tables")
    .option("--sub-agents", "score what sub-agents did instead of the main threads")
    .option("--export <file>", "write all transcripts as JSON lines, sametwice.transcripts/1")
    .addOption(
      new Option("--format <format>", "what to print")
        .choices(["terminal", "markdown", "json"])
        .default(undefined, "terminal at a terminal, else markdown"),
    )
    .option("--json", "print the score as JSON (sametwice.score/1); the same as --format json")
    .action(async (paths: string[], flags: unknown) => {
      const { scoreCommand } = await import("./score.ts");
      process.exitCode = await scoreCommand(paths, flags);
    });
}
