import { canonicalJson, sha256 } from "../../base/base.ts";
import type { Fingerprint, WireRequest, WireTrace } from "../../record/record.ts";

/** A replay of which nothing was seen on the wire. */
export const noTrace: WireTrace = { requests: [], fingerprints: [], texts: [] };

const requestsPerReplay = 5;

/**
 * A trace of ordinary size: five requests of 30 to 50 KB, each with the history of the one before it, a frame of 20 KB with
 * 24 tools that differs between sessions by an id only. `number` makes it differ from all others.
 */
export function traceOf(number: number): WireTrace {
  const history = historyOf(number);
  const fingerprints = Array.from({ length: requestsPerReplay }, (_, ordinal) =>
    fingerprintOf(ordinal),
  );
  const frame = frameOf(number);
  const requests = fingerprints.map(({ hash }, ordinal) => ({
    ...requestOf(number, ordinal),
    fingerprint: hash,
    body: { frame, messages: history.slice(0, ordinal * 2 + 1) },
  }));
  return { requests, fingerprints, texts: number === 0 ? [toolText] : [] };
}

const toolText = {
  part: "tools.Bash",
  hash: "bbbb000000000001",
  characters: 9_000,
  lines: 120,
  against: null,
  diff: null,
};

/** A description of a parameter: words that compress as prose does. */
function prose(seed: string, words: number): string {
  const lexicon =
    "the file path to read or write absolute must be used when a command runs in shell and its output is returned".split(
      " ",
    );
  const digest = sha256(seed);
  const wordAt = (at: number) =>
    lexicon[(digest.charCodeAt(at % 64) + at * digest.charCodeAt((at * 7) % 64)) % lexicon.length];
  return Array.from({ length: words }, (_, at) => wordAt(at)).join(" ");
}

const tools = Array.from({ length: 24 }, (_, tool) => ({
  name: `Tool${tool}`,
  description: `sha256:${sha256(`tool ${tool}`).slice(0, 16)}:4211`,
  input_schema: {
    type: "object",
    properties: Object.fromEntries(
      Array.from({ length: 5 }, (__, at) => [
        `parameter_${at}`,
        { type: "string", description: prose(`${tool}/${at}`, 24) },
      ]),
    ),
  },
}));

function frameOf(number: number): string {
  return canonicalJson({
    model: "claude-sonnet-4-5",
    max_tokens: 32_000,
    metadata: { user_id: sha256(`session ${Math.floor(number / 8)}`) },
    system: [{ type: "text", text: "sha256:0123456789abcdef:15011" }],
    tools,
  });
}

function historyOf(number: number): readonly string[] {
  return Array.from({ length: requestsPerReplay * 2 }, (_, at) =>
    canonicalJson({
      role: at % 2 === 0 ? "user" : "assistant",
      content: [
        { type: "text", text: at === 0 ? prose("prompt", 200) : `call ${number}/${at}` },
        {
          type: at % 2 === 0 ? "tool_result" : "tool_use",
          id: `toolu_${sha256(`${number}/${at}`).slice(0, 24)}`,
          content: prose(`${number % 3}/${at}`, at % 2 === 0 ? 900 : 60),
        },
      ],
    }),
  );
}

function requestOf(number: number, ordinal: number): Omit<WireRequest, "fingerprint" | "body"> {
  return {
    method: "POST",
    path: "/v1/messages",
    startedAtMs: 1_795_000_000_000 + number * 60_000 + ordinal * 1_000,
    firstByteMs: 3.25,
    status: 200,
    failure: null,
    modelAsked: "claude-sonnet-4-5",
    modelServed: "claude-sonnet-4-5-20250929",
    messageId: `msg_${sha256(`${number}/${ordinal}`).slice(0, 24)}`,
    stopReason: "tool_use",
    requestId: `req_${sha256(`${ordinal}/${number}`).slice(0, 24)}`,
    usage: { inputTokens: 12, outputTokens: 90, cacheReadTokens: 8_000, cacheCreationTokens: 300 },
    betas: ["claude-code-20250219", "interleaved-thinking-2025-05-14"],
    userAgent: "claude-cli/2.1.328 (external, sdk-cli)",
  };
}

function fingerprintOf(ordinal: number): Fingerprint {
  const parts = Object.fromEntries([
    ...tools.map(({ name }) => [`tools.${name}`, sha256(name).slice(0, 16)]),
    ...Array.from({ length: 12 }, (_, at) => [`body.feature-${at}`, `value ${at}`]),
    ["messages.shape", `${ordinal}`],
  ]);
  return { hash: sha256(canonicalJson(parts)).slice(0, 16), client: "cccc000000000001", parts };
}
