import { Hono, type Context } from "hono";
import type { z } from "zod";
import { messageOf, sha256 } from "../base/base.ts";
import { answer, type Simulation } from "./answer.ts";
import { knownModels } from "./models.ts";
import { countRequestSchema, requestSchema } from "./request.ts";
import { toServerSentEvents } from "./serverSentEvents.ts";
import { inputTokensOf } from "./usage.ts";
import { callerOf, clientOf } from "./whoAsks.ts";

/** The Messages API of a simulation, at `/v1/…` and, for each process, at `/p/<processId>/v1/…`. */
export function createEndpoints(simulation: Simulation): Hono {
  const app = new Hono();
  for (const prefix of ["", "/p/:process"]) {
    app.post(`${prefix}/v1/messages`, (context) => messages(simulation, context));
    app.post(`${prefix}/v1/messages/count_tokens`, countTokens);
    app.get(`${prefix}/v1/models`, listModels);
  }
  app.notFound((context) =>
    fail(context, 404, `${context.req.method} ${context.req.path}: no such endpoint`),
  );
  app.onError((error, context) => fail(context, 500, messageOf(error)));
  return app;
}

async function messages(simulation: Simulation, context: Context): Promise<Response> {
  const read = await readBody(context, requestSchema);
  if ("problem" in read) return fail(context, 400, read.problem);
  const { body: request } = read;
  if (!simulation.isServed(request.model)) return fail(context, 404, `model: ${request.model}`);
  if (request.thread?.type === "continue") {
    return fail(
      context,
      400,
      "thread: this simulated vendor keeps no threads; send all messages (thread: false)",
    );
  }
  const headers = context.req.raw.headers;
  const message = await answer(simulation, {
    request,
    caller: callerOf(context.req.param("process"), headers, request),
    client: clientOf(headers),
    isRetry: Number(headers.get("x-stainless-retry-count") ?? 0) > 0,
  });
  context.header("request-id", `req_${message.id}`);
  if (request.stream !== true) return context.json(message);
  // All of an answer is known at once, so it is sent at once; a client reads the same events in any case.
  context.header("content-type", "text/event-stream; charset=utf-8");
  context.header("cache-control", "no-cache");
  return context.body(toServerSentEvents(message));
}

async function countTokens(context: Context): Promise<Response> {
  const read = await readBody(context, countRequestSchema);
  if ("problem" in read) return fail(context, 400, read.problem);
  return context.json({ input_tokens: inputTokensOf(read.body) });
}

function listModels(context: Context): Response {
  const data = knownModels.map((id) => ({
    type: "model",
    id,
    display_name: id,
    created_at: "2026-01-01T00:00:00Z",
  }));
  return context.json({
    data,
    has_more: false,
    first_id: knownModels[0],
    last_id: knownModels.at(-1),
  });
}

type ReadBody<T> = { readonly body: T } | { readonly problem: string };

async function readBody<T extends z.ZodType>(
  context: Context,
  schema: T,
): Promise<ReadBody<z.infer<T>>> {
  let json: unknown;
  try {
    json = JSON.parse(await context.req.text());
  } catch (error) {
    return { problem: `The request body is not valid JSON: ${messageOf(error)}` };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { body: parsed.data };
  const [issue] = parsed.error.issues;
  return { problem: `${issue?.path.join(".")}: ${issue?.message}` };
}

const errorTypes = {
  400: "invalid_request_error",
  404: "not_found_error",
  500: "api_error",
} as const;

/** An error in the words of the Messages API. */
function fail(context: Context, status: keyof typeof errorTypes, message: string): Response {
  const requestId = `req_sim${sha256(message).slice(0, 21)}`;
  context.header("request-id", requestId);
  const error = { type: errorTypes[status], message };
  return context.json({ type: "error", error, request_id: requestId }, status);
}
