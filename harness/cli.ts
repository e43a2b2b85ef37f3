import { Command, CommanderError, Option } from "commander";
import {
  agentOption,
  reportsOption,
  storeOption,
  wholeNumber,
  share,
  commaSeparated,
} from "./commands/cliOptions.ts";
import { addBaseline } from "./commands/baselineProgram.ts";
import { reportFailure } from "./commands/failure.ts";
import { packageVersion } from "./commands/packageVersion.ts";
import { addPlan } from "./commands/planProgram.ts";
import { addScore } from "./commands/scoreProgram.ts";

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
    .exitOverride()
    .addHelpText("after", exitCodes);
  addRun(program);
  addPlan(program);
  addMatrix(program);
  addReport(program);
  addBaseline(program);
  addScore(program);
  addAudit(program);
  addBisect(program);
  addCalibrate(program);
  addVendor(program);
  addDoctor(program);
  addCli(program);
  return program;
}

function addRun(program: Command): void {
  program
    .command("run")
    .description("replay a suite under its strategies and print the mitigation matrix")
    .argument("[suite]", "YAML suite; not needed with --resume")
    .addOption(agentOption())
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
    .addOption(storeOption())
    .option("--resume <run>", "go on with an interrupted run")
    .option("--dry-run", "print the plan and what it would cost, run nothing")
    .option("--json", "print matrix.json (or the dry run's plan) on stdout")
    .option("--no-challenge", "do not challenge degraded sessions; recovery stays unknown")
    .option(
      "--stop-when-clear",
      "stop after the first wave that shows every strategy to be too high or low enough (suite: stop)",
    )
    .option("--tag-upstream", "tell the upstream which process asks (x-sametwice-process)")
    .addOption(
      new Option("--observe <mode>", "off: without the recorder, so that nothing can be attested")
        .choices(["on", "off"])
        .default("on"),
    )
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
    .addOption(reportsOption())
    .addOption(storeOption())
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
        .default(undefined, "terminal at a terminal, else markdown"),
    )
    .addOption(
      new Option("--section <section>", "what to print of it")
        .choices([
          "matrix",
          "parity",
          "attribution",
          "diagnosis",
          "attestation",
          "statistics",
          "validation",
          "all",
        ])
        .default(undefined, "matrix"),
    )
    .option("--prompt <id>", "instead: where the replays of a prompt part, and their modes")
    .option("--strategy <id>", "with --prompt: only the replays of this strategy")
    .addOption(reportsOption())
    .addOption(storeOption())
    .action(async (run: string | undefined, flags: unknown) => {
      const { reportCommand } = await import("./commands/report.ts");
      process.exitCode = await reportCommand(run, flags);
    });
}

function addAudit(program: Command): void {
  program
    .command("audit")
    .description("compare what versions of a client do with the same prompts; free, needs no key")
    .option("--from <version>", "exact version before the upgrade")
    .option("--to <version>", "exact version after it")
    .option("--range <from..to>", "versions between two, each compared with the one before it")
    .addOption(agentOption().default("claude-code"))
    .option("--model <id>", "full model id", "claude-sonnet-4-6")
    .option("--limit <n>", "most versions of a range, evenly spread", wholeNumber, 10)
    .option("--out <folder>", "where reports go", "reports")
    .addOption(
      new Option("--format <format>", "what to print")
        .choices(["terminal", "markdown", "json"])
        .default("terminal"),
    )
    .option("--json", "print audit.json; the same as --format json")
    .addOption(
      new Option("--fail-on <rating>", "end with 1 when a finding reaches it").choices([
        "high",
        "medium",
        "low",
      ]),
    )
    .action(async (flags: unknown) => {
      const { auditCommand } = await import("./commands/audit.ts");
      process.exitCode = await auditCommand(flags);
    });
}

function addBisect(program: Command): void {
  program
    .command("bisect")
    .description("find in which release of a client something changed")
    .requiredOption("--good <version>", "exact version that is good; may be the newer one")
    .requiredOption("--bad <version>", "exact version that is bad")
    .option(
      "--changed <part>",
      "part of the fingerprint, such as tools.Bash, system or body.thinking",
    )
    .option("--expect <name>", "expectation, such as clear-is-real or no-hidden-requests")
    .option("--suite <file>", "YAML suite whose divergence rate is asked for")
    .option("--max-divergence <rate>", "border between good and bad, between 0 and 1", share)
    .option("--max-sessions <n>", "sessions after which a version is undecided", wholeNumber, 150)
    .option("--vendor <profile>", "simulated vendor's profile for --suite")
    .addOption(agentOption().default("claude-code"))
    .option("--model <id>", "full model id", "claude-sonnet-4-6")
    .option("--keep", "keep versions that were installed only for the search")
    .option("--out <folder>", "where reports go", "reports")
    .option("--json", "print bisect.json")
    .action(async (flags: unknown) => {
      const { bisectCommand } = await import("./commands/bisect.ts");
      process.exitCode = await bisectCommand(flags);
    });
}

function addCalibrate(program: Command): void {
  program
    .command("calibrate")
    .description("test our own numbers against known truths; free, needs no key")
    .option("--runs <n>", "simulated runs per truth (default: 400, two minutes)", wholeNumber)
    .option("--quick", "80 simulated runs per truth, 20 seconds")
    .option("--seed <n>", "seed of every random choice", wholeNumber, 7)
    .option("--jobs <n>", "cores to use (default: all); changes no number", wholeNumber)
    .option(
      "--through [profiles...]",
      "instead: small runs against vendor profiles through real agent processes",
    )
    .option("--repeats <n>", "runs of each of these profiles (default: 1)", wholeNumber)
    .option("--out <folder>", "where calibration.md goes", "reports")
    .option("--json", "print the results as JSON")
    .action(async (flags: unknown) => {
      const { calibrateCommand } = await import("./commands/calibrate.ts");
      process.exitCode = await calibrateCommand(flags);
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

function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check this machine, or measure what a version of Claude Code can do")
    .option("--cli <version>", "exact version to be measured; it is installed when it is missing")
    .option("--json", "print what was found as JSON")
    .action(async (flags: unknown) => {
      const { doctorCommand } = await import("./commands/doctor.ts");
      process.exitCode = await doctorCommand(flags);
    });
}

function addCli(program: Command): void {
  const cli = program
    .command("cli")
    .description("the versions of Claude Code that are kept between runs");
  cli
    .command("install")
    .description("install exact versions from npm, or replace damaged ones")
    .argument("<versions...>", "exact versions")
    .option("--json", "print what was done as JSON")
    .action(async (versions: string[], flags: unknown) => {
      const { cliInstallCommand } = await import("./commands/cliVersions.ts");
      process.exitCode = await cliInstallCommand(versions, flags);
    });
  cli
    .command("list")
    .description("show what is in the cache, and how much room it takes")
    .option("--json", "print it as JSON")
    .action(async (flags: unknown) => {
      const { cliListCommand } = await import("./commands/cliVersions.ts");
      process.exitCode = await cliListCommand(flags);
    });
  cli
    .command("verify")
    .description("compare every file with what was installed; exit code 1 when one is damaged")
    .argument("[versions...]", "exact versions (default: all)")
    .option("--json", "print what was found as JSON")
    .action(async (versions: string[], flags: unknown) => {
      const { cliVerifyCommand } = await import("./commands/cliVersions.ts");
      process.exitCode = await cliVerifyCommand(versions, flags);
    });
  cli
    .command("remove")
    .description("remove versions from the cache")
    .argument("<versions...>", "exact versions")
    .option("--json", "print what was done as JSON")
    .action(async (versions: string[], flags: unknown) => {
      const { cliRemoveCommand } = await import("./commands/cliVersions.ts");
      process.exitCode = await cliRemoveCommand(versions, flags);
    });
}

try {
  await createProgram().parseAsync();
} catch (error) {
  // Commander has printed its help, or what is wrong with the arguments.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else process.exitCode = reportFailure(error);
}
