import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/** One answer of the scripted model. */
export type Answer =
  | { readonly text: string; readonly stopReason?: string }
  | { readonly calls: readonly { readonly name: string; readonly input: object }[] }
  | { readonly status: number }
  /** the connection is held and nothing is ever said */
  | { readonly hang: true };

/** What the server saw of one request. */
export type SeenRequest = {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: z.infer<typeof requestBody>;
};

/**
 * A small Messages API for the tests of this folder: the prompt names a script, "[[fix]]", and every request of the
 * turn gets the script's next answer. A prompt that names none is answered with "ok".
 */
export type ScriptedServer = AsyncDisposable & {
  readonly baseUrl: string;
  readonly requests: readonly SeenRequest[];
};

export async function startScriptedServer(
  scripts: Readonly<Record<string, readonly Answer[]>>,
): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const path = request.url ?? "";
      const body = requestBody.safeParse(JSON.parse(text || "{}"));
      if (!body.success) return void response.writeHead(404).end("{}");
      requests.push({ path, headers: request.headers, body: body.data });
      answer(response, nextAnswer(scripts, body.data), requests.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/p/test`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const contentBlock = z.looseObject({ type: z.string(), text: z.string().optional() });
const requestBody = z.looseObject({
  model: z.string(),
  messages: z.array(
    z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(contentBlock)]) }),
  ),
  tools: z.array(z.looseObject({ name: z.string() })).default([]),
  system: z.unknown(),
});

/** All text of the system prompt and the messages, for a test that looks for words. */
export function textOf({ body }: SeenRequest): string {
  return JSON.stringify([body.system, body.messages]);
}

function nextAnswer(
  scripts: Readonly<Record<string, readonly Answer[]>>,
  { messages }: z.infer<typeof requestBody>,
): Answer {
  // Not what the agent itself wrote: a call may hand a prompt to a sub-agent.
  const prompts = messages.map(({ role, content }) =>
    role === "assistant" ? undefined : /\[\[(\w+)\]\]/.exec(JSON.stringify(content))?.[1],
  );
  const at = prompts.findLastIndex((name) => name !== undefined);
  const script = scripts[prompts[at] ?? ""] ?? [];
  const answered = messages.slice(at + 1).filter(({ role }) => role === "assistant").length;
  return script[answered] ?? { text: "ok" };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function answer(response: ServerResponse, what: Answer, ordinal: number): void {
  if ("hang" in what) return;
  if ("status" in what) {
    const error = { type: "invalid_request_error", message: "scripted failure" };
    response.writeHead(what.status, { "content-type": "application/json" });
    response.end(JSON.stringify({ type: "error", error }));
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of streamOf(what, ordinal)) {
    response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
}

function streamOf(
  what: Extract<Answer, { text: string } | { calls: unknown }>,
  ordinal: number,
): { type: string; [field: string]: unknown }[] {
  const blocks =
    "text" in what
      ? [textBlock(what.text)]
      : what.calls.map((call, index) => callBlock(call, `toolu_${ordinal}_${index}`));
  const usage = { input_tokens: 10, output_tokens: 1 };
  const message = { id: `msg_${ordinal}`, type: "message", role: "assistant", content: [], usage };
  const model = "scripted";
  const stop = "text" in what ? (what.stopReason ?? "end_turn") : "tool_use";
  return [
    { type: "message_start", message: { ...message, model, stop_reason: null } },
    ...blocks.flatMap(({ start, delta }, index) => [
      { type: "content_block_start", index, content_block: start },
      { type: "content_block_delta", index, delta },
      { type: "content_block_stop", index },
    ]),
    { type: "message_delta", delta: { stop_reason: stop }, usage: { output_tokens: 5 } },
    { type: "message_stop" },
  ];
}

function textBlock(text: string) {
  return { start: { type: "text", text: "" }, delta: { type: "text_delta", text } };
}

function callBlock({ name, input }: { name: string; input: object }, id: string) {
  return {
    start: { type: "tool_use", id, name, input: {} },
    delta: { type: "input_json_delta", partial_json: JSON.stringify(input) },
  };
}
