import { createAgent } from "../../agents/sdk/agent.ts";
import { sdkLaunch } from "../../agents/sdk/launch.ts";
import { readOptions } from "../../agents/sdk/options.ts";
import { clearOutcome } from "../../agents/streamJson/clearOutcome.ts";
import { createDialogue } from "../../agents/streamJson/dialogue.ts";
import type { AgentEvent } from "../../agents/streamJson/events.ts";
import { readTurn } from "../../agents/streamJson/readTurn.ts";
import { answerIdsOf, versionsOf } from "../../agents/streamJson/reported.ts";
import type { AgentSession, PreparedAgent, SessionConfig } from "../../agents/agents.ts";
import { isMissing, type Ending, type Turn } from "../../transcript/transcript.ts";

/**
 * The sdk agent without its process: the same agent, protocol, vendor and wire, but a session is an object. It makes
 * thousands of replays affordable where only the numbers matter; everything about processes is tested elsewhere.
 */
export function inProcessAgent(revision: string): PreparedAgent {
  return {
    version: revision,
    programSha256: null,
    start: (config) => Promise.resolve(startSession(config, revision)),
  };
}

function startSession(config: SessionConfig, revision: string): AgentSession {
  const { args, env } = sdkLaunch(config, revision);
  const options = readOptions(args.slice(1), env);
  if (typeof options === "string") throw new Error(options);
  const dialogue = createDialogue(() => undefined);
  const agent = createAgent({
    options,
    deviceId: config.deviceId,
    cwd: config.cwd,
    env,
    write: (event) => dialogue.receive(JSON.stringify(event)),
  });
  let isAlive = true;

  const exchange = async (text: string) => {
    const turn = dialogue.beginTurn();
    agent.prompt(text);
    await turn.finished;
    turn.close();
    return turn.events;
  };
  let played: AgentEvent[] = [];
  const play = async (prompts: readonly string[]) => {
    played = [];
    const turns: Turn[] = [];
    let ending: Ending = { kind: "no-answer" };
    for (const prompt of prompts) {
      const events = await exchange(prompt);
      played.push(...events);
      const read = readTurn(events, { prompt, wallMs: 0, costBeforeUsd: 0 });
      turns.push(read.turn);
      ending = read.ending ?? { kind: "interrupted" };
      if (isMissing(ending)) break;
    }
    return { schema: "sametwice.transcript/1" as const, turns, ending };
  };
  return {
    pid: process.pid,
    startWallMs: 0,
    play,
    clear: async () => {
      const before = dialogue.sessionId();
      return clearOutcome(await exchange("/clear"), before);
    },
    reportedVersion: dialogue.version,
    reportedVersions: () => versionsOf(played),
    programSha256: null,
    answerIds: () => answerIdsOf(played),
    notes: dialogue.notes,
    isAlive: () => isAlive,
    stop: () => {
      isAlive = false;
      agent.close();
      return Promise.resolve();
    },
  };
}
