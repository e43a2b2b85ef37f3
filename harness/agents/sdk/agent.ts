import { randomUUID } from "node:crypto";
import type { BetaMessageParam } from "@anthropic-ai/sdk/resources/beta/messages/messages";
import { type Event, noUsage, resultEvent } from "./events.ts";
import type { Options } from "./options.ts";
import { frameOf } from "./request.ts";
import { Anthropic, betaAgentToolset20260401 } from "./sdkModules.ts";
import { playTurn } from "./turn.ts";

/** The agent behind the protocol: one conversation at a time, its turns one after another. */
export type Agent = {
  /** Queues a user message; `/clear` is one of them. */
  readonly prompt: (text: string) => void;
  /** Cuts the turn that is being played, if there is one; queued messages stay. */
  readonly interrupt: () => void;
  /** Resolves when every queued message has been played. */
  readonly idle: () => Promise<void>;
  /** Ends the shell of the bash tool and all it runs in the foreground or background. */
  readonly close: () => void;
};

export type AgentSurroundings = {
  readonly options: Options;
  readonly deviceId: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly write: (event: Event) => void;
};

/** Makes the agent; nothing is sent and no shell is started before the first prompt needs it. */
export function createAgent(surroundings: AgentSurroundings): Agent {
  const client = createClient(surroundings.options);
  let conversation = startConversation(surroundings, surroundings.options.sessionId);
  let turn = new AbortController();
  let queue = Promise.resolve();

  const emit = (event: Event) =>
    surroundings.write({ ...event, session_id: conversation.sessionId, uuid: randomUUID() });

  const clear = () => {
    const next = startConversation(surroundings, randomUUID());
    // The reset is the old session's last word, as with Claude Code.
    emit({
      type: "conversation_reset",
      new_conversation_id: next.sessionId,
      trigger: "clear",
    });
    conversation.close();
    conversation = next;
    emit(initEvent(surroundings, conversation.toolNames));
    const end = { kind: "answered" as const, stopReason: null, text: "" };
    const facts = resultEvent({ end, usage: noUsage, requests: 0, durationMs: 0 });
    emit({ ...facts, local_command: "clear" });
  };

  const play = async (text: string) => {
    if (text.trim() === "/clear") return clear();
    turn = new AbortController();
    emit(initEvent(surroundings, conversation.toolNames));
    const { maxTurns } = surroundings.options;
    const context = { ...conversation, client, maxTurns, signal: turn.signal, emit };
    emit(resultEvent(await playTurn(text, context)));
  };

  return {
    prompt: (text) => {
      queue = queue.then(() => play(text));
    },
    interrupt: () => turn.abort(),
    idle: () => queue,
    close: () => conversation.close(),
  };
}

function createClient({ credential, baseUrl, maxRetries, requestTimeoutMs, revision }: Options) {
  const key = credential.source === "ANTHROPIC_API_KEY";
  return new Anthropic({
    ...(key ? { apiKey: credential.value } : { authToken: credential.value }),
    baseURL: baseUrl ?? null,
    maxRetries,
    timeout: requestTimeoutMs,
    defaultHeaders: { "User-Agent": `sametwice-agent/${revision.revision}` },
    openTelemetry: false,
  });
}

/**
 * A new context: an empty history and a new toolset. The toolset goes with the conversation because its shell
 * remembers folders and variables, which must not outlive a `/clear`.
 */
function startConversation(surroundings: AgentSurroundings, wantedId: string | null) {
  const { options, deviceId, cwd } = surroundings;
  const sessionId = wantedId ?? randomUUID();
  const history: BetaMessageParam[] = [];
  const tools = betaAgentToolset20260401({ workdir: cwd, env: shellEnvironment(surroundings.env) });
  return {
    sessionId,
    history,
    tools,
    toolNames: tools.map(({ name }) => name),
    frame: frameOf(options, { deviceId, sessionId, cwd }),
    close: () => {
      for (const tool of tools) void tool.close?.();
    },
  };
}

/** What commands of the model may see: everything but credentials, the vendor's address and our own start-up aids. */
function shellEnvironment(env: AgentSurroundings["env"]): Record<string, string | undefined> {
  const hidden = /^(?:ANTHROPIC_|CLAUDE_CODE_|NODE_COMPILE_CACHE$|SAMETWICE_SDK_PACK$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !hidden.test(name)));
}

function initEvent({ options, cwd }: AgentSurroundings, tools: readonly string[]): Event {
  return {
    type: "system",
    subtype: "init",
    cwd,
    model: options.model,
    tools,
    claude_code_version: options.revision.revision,
    apiKeySource: options.credential.source,
    permissionMode: "bypassPermissions",
  };
}
