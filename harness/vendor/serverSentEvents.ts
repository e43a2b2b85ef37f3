import type { ContentBlock, Message } from "./message.ts";

/** An answer as the stream of events in which the Messages API sends it, ready for the wire. */
export function toServerSentEvents(message: Message): string {
  const start = {
    type: "message_start",
    message: {
      ...message,
      content: [],
      stop_reason: null,
      // What comes later is not known yet when a message begins.
      usage: { ...message.usage, output_tokens: 1 },
    },
  };
  const { stop_reason, stop_sequence, usage } = message;
  const events = [
    start,
    ...message.content.flatMap(blockEvents),
    { type: "message_delta", delta: { stop_reason, stop_sequence }, usage },
    { type: "message_stop" },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

type Event = { readonly type: string; readonly [key: string]: unknown };

function blockEvents(block: ContentBlock, index: number): readonly Event[] {
  const { empty, deltas } = inPieces(block);
  return [
    { type: "content_block_start", index, content_block: empty },
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index },
  ];
}

function inPieces(block: ContentBlock): { empty: object; deltas: readonly object[] } {
  switch (block.type) {
    case "thinking":
      return {
        empty: { ...block, thinking: "", signature: "" },
        deltas: [
          { type: "thinking_delta", thinking: block.thinking },
          { type: "signature_delta", signature: block.signature },
        ],
      };
    case "text":
      return {
        empty: { ...block, text: "" },
        deltas: halves(block.text).map((text) => ({ type: "text_delta", text })),
      };
    case "tool_use":
      return {
        empty: { ...block, input: {} },
        deltas: halves(JSON.stringify(block.input)).map((partial_json) => ({
          type: "input_json_delta",
          partial_json,
        })),
      };
  }
}

/** Two pieces are enough to show a client that pieces must be put together. */
function halves(text: string): readonly string[] {
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((piece) => piece !== "");
}
