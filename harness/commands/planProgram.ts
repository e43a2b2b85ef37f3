import type { Command } from "commander";
import { commaSeparated, reportsOption, storeOption, wholeNumber } from "./cliOptions.ts";

/** Adds `plan`. */
export function addPlan(program: Command): void {
  program
    .command("plan")
    .description("sessions, replays and money for a question; without one what the suite can show")
    .argument("<suite>", "YAML suite")
    .option("--detect <share>", "see sessions of a degraded slice of this share, such as 0.1")
    .option("--compare <a:b>", "tell two slices apart, such as 0.1:0.01")
    .option("--show-no-effect <margin>", "show a difference of rates smaller than this")
    .option("--budget <usd>", "what so many dollars can show")
    .option("--power <chance>", "chance to find it (default: 0.8; 0.95 to see a slice)")
    .option("--alpha <level>", "level of the tests (default: 0.05)")
    .option("--pi <share>", "share of degraded sessions believed in (default: 0.1)")
    .option("--q0 <rate>", "divergence rate of healthy sessions (default: 0.05)")
    .option("--q1 <rate>", "divergence rate of degraded sessions (default: 0.8)")
    .option("--strategies <ids>", "comma-separated strategy ids", commaSeparated)
    .option("--lanes <n>", "lanes per strategy", wholeNumber)
    .option("--per-prompt <n>", "replays of each prompt in a lane", wholeNumber)
    .option("--waves <n>", "blocks of time in which every strategy runs", wholeNumber)
    .option("--from-run <run>", "take costs and rates from a recorded run (or its beginning)")
    .addOption(reportsOption())
    .addOption(storeOption())
    .option("--json", "print the answers as JSON (sametwice.power/1)")
    .action(async (suite: string, flags: unknown) => {
      const { planCommand } = await import("./planCommand.ts");
      process.exitCode = await planCommand(suite, flags);
    });
}
