import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";

/** What the scripted Messages API does with one request. Only for tests of this folder. */
export type ScriptedReply =
  | {
      readonly kind: "message";
      readonly blocks: readonly ScriptedBlock[];
      /** default: tool_use when there is a call, else end_turn */
      readonly stopReason?: string;
    }
  | { readonly kind: "error"; readonly status: number; readonly message: string }
  /** begins a text and says no more */
  | { readonly kind: "stall" }
  /** begins a text and cuts the connection */
  | { readonly kind: "cut" };

export type ScriptedBlock =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_use"; readonly name: string; readonly input: object };

export type SeenRequest = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly model: string;
    readonly stream: boolean;
    readonly system: readonly { readonly text: string }[];
    readonly tools: readonly { readonly name: string }[];
    readonly messages: readonly { readonly role: string; readonly content: readonly object[] }[];
    readonly metadata: { readonly user_id: string };
    readonly [field: string]: unknown;
  };
};

export type ScriptedApi = AsyncDisposable & {
  readonly baseUrl: string;
  readonly seen: readonly SeenRequest[];
  /** what comes after the replies given at the start */
  readonly next: (reply: ScriptedReply) => void;
};

/** A Messages API on 127.0.0.1 that answers its n-th request with the n-th reply, then with the text "Done.". */
export async function scriptedApi(...script: ScriptedReply[]): Promise<ScriptedApi> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((text) => {
      const reply = script[seen.length] ?? say("Done.");
      const messageId = `msg_${seen.length}`;
      seen.push({ path: request.url ?? "", headers: request.headers, body: JSON.parse(text) });
      if (reply.kind === "error") {
        const error = { type: "invalid_request_error", message: reply.message };
        response.writeHead(reply.status, { "content-type": "application/json" });
        response.end(JSON.stringify({ type: "error", error }));
        return;
      }
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const event of eventsOf(reply, messageId)) {
        response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      if (reply.kind === "cut") setTimeout(() => response.destroy(), 50);
      if (reply.kind === "message") response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    baseUrl: `http://127.0.0.1:${port}/p/test`,
    seen,
    next: (reply) => script.push(reply),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A reply of one text block. */
export function say(text: string): ScriptedReply {
  return { kind: "message", blocks: [{ type: "text", text }] };
}

/** A reply of tool calls, issued together. */
export function call(...calls: readonly (readonly [name: string, input: object])[]): ScriptedReply {
  return {
    kind: "message",
    blocks: calls.map(([name, input]) => ({ type: "tool_use", name, input })),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

type SseEvent = { readonly type: string; readonly [field: string]: unknown };

function eventsOf(reply: Exclude<ScriptedReply, { kind: "error" }>, id: string): SseEvent[] {
  const usage = { input_tokens: 10, output_tokens: 1 };
  const shell = { id, type: "message", role: "assistant", model: "served-model", content: [] };
  const start = { type: "message_start", message: { ...shell, stop_reason: null, usage } };
  if (reply.kind !== "message") {
    return [start, blockStart({ type: "text", text: "" }, 0), delta(0, "text_delta", "text", "Hm")];
  }
  const calls = reply.blocks.some((block) => block.type === "tool_use");
  const stopReason = reply.stopReason ?? (calls ? "tool_use" : "end_turn");
  return [
    start,
    ...reply.blocks.flatMap((block, index) => blockEvents(block, index, id)),
    { type: "message_delta", delta: { stop_reason: stopReason }, usage: { output_tokens: 5 } },
    { type: "message_stop" },
  ];
}

function blockEvents(block: ScriptedBlock, index: number, id: string): SseEvent[] {
  const stop = { type: "content_block_stop", index };
  if (block.type === "text") {
    const start = blockStart({ type: "text", text: "" }, index);
    return [start, delta(index, "text_delta", "text", block.text), stop];
  }
  const start = { type: "tool_use", id: `toolu_${id}_${index}`, name: block.name, input: {} };
  const input = JSON.stringify(block.input);
  return [blockStart(start, index), delta(index, "input_json_delta", "partial_json", input), stop];
}

function blockStart(block: object, index: number): SseEvent {
  return { type: "content_block_start", index, content_block: block };
}

function delta(index: number, type: string, field: string, value: string): SseEvent {
  return { type: "content_block_delta", index, delta: { type, [field]: value } };
}
