/**
 * The sdk agent: reads user messages and control requests from stdin and writes events to stdout, one JSON object per
 * line, as `claude -p --input-format stream-json --output-format stream-json --verbose` does. Ends with 0 when stdin
 * ends and all is played, with 1 when it was started or spoken to wrongly.
 */
import { constants, homedir } from "node:os";
import { createInterface } from "node:readline";
import { type Agent, createAgent } from "./agent.ts";
import type { Event } from "./events.ts";
import { readIdentity } from "./identity.ts";
import { type Input, readInput } from "./input.ts";
import { type Options, readOptions } from "./options.ts";

const options = readOptions(process.argv.slice(2), process.env);
if (typeof options === "string") fail(options);
else run(options);

function run(options: Options): void {
  const agent = createAgent({
    options,
    deviceId: readIdentity(homedir()),
    cwd: process.cwd(),
    env: process.env,
    write,
  });
  const endWith = (exitCode: number) => {
    agent.close();
    // Explicitly: kept-alive connections would hold the process for seconds.
    process.exit(exitCode);
  };

  // The shell of the bash tool is in a process group of its own, so a signal to ours never reaches it.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    process.on(signal, () => endWith(128 + constants.signals[signal]));
  }
  // Nobody reads any more: whoever started us is gone.
  process.stdout.on("error", () => endWith(1));

  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  lines.on("line", (line) => {
    try {
      receive(agent, readInput(line));
    } catch (error) {
      agent.close();
      fail(`A line of stdin (${line.length} characters) is no message: ${String(error)}`);
    }
  });
  lines.on("close", () => void agent.idle().then(() => endWith(0)));
}

function receive(agent: Agent, input: Input): void {
  switch (input.kind) {
    case "prompt":
      return agent.prompt(input.text);
    case "control":
      if (input.subtype === "interrupt") agent.interrupt();
      return write({ type: "control_response", response: controlResponse(input) });
    case "ignored":
  }
}

function controlResponse({ requestId, subtype }: Extract<Input, { kind: "control" }>) {
  if (subtype === "initialize" || subtype === "interrupt") {
    return { subtype: "success", request_id: requestId, response: {} };
  }
  const error = `Unsupported control request subtype: ${subtype}`;
  return { subtype: "error", request_id: requestId, error };
}

function write(event: Event): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function fail(message: string): never {
  process.stderr.write(`Error: ${message}\n`);
  process.exit(1);
}
