import { extname } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { z } from "zod";
import type { SyntaxNode } from "../structure/structure.ts";
import type { GrammarLanguage } from "./languages/languages.ts";

/** What a parsing worker is given when it starts. */
export type WorkerStart = { readonly signal: Int32Array; readonly port: MessagePort };
export type Question = { readonly language: GrammarLanguage; readonly source: string };

/** Far beyond what any source takes that is not made to be slow. */
const longestWaitMs = 60_000;

type Helper = {
  readonly worker: Worker;
  readonly port: MessagePort;
  /** 1 when the answer to the last question lies in the port */
  readonly signal: Int32Array;
};

let helper: Helper | null = null;

/**
 * Parses in a thread with a WebAssembly memory of its own, and waits for it; slower than here, and not lost when a grammar traps. A thread
 * that trapped is replaced for the next source.
 * @returns null also when the grammar trapped or took more than a minute
 */
export function parseApart(question: Question): SyntaxNode | null {
  helper ??= startHelper();
  const { worker, port, signal } = helper;
  Atomics.store(signal, 0, 0);
  port.postMessage(question);
  const waited = Atomics.wait(signal, 0, 0, longestWaitMs);
  const received = waited === "timed-out" ? undefined : receiveMessageOnPort(port);
  const answer = answerSchema.safeParse(received?.message);
  if (answer.success && answer.data !== "trapped") return answer.data;
  helper = null;
  void worker.terminate();
  return null;
}

/** The tree itself comes from our own code on the other side and is not walked again. */
const answerSchema = z.union([
  z.literal("trapped"),
  z.null(),
  z.custom<SyntaxNode>((value) => typeof value === "object" && value !== null && "label" in value),
]);

function startHelper(): Helper {
  // `.ts` in a checkout, `.js` in the built package.
  const file = new URL(`./parseWorker${extname(import.meta.url)}`, import.meta.url);
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const { port1, port2 } = new MessageChannel();
  const workerData: WorkerStart = { signal, port: port2 };
  const worker = new Worker(file, { workerData, transferList: [port2] });
  // Neither keeps a process alive that has nothing else to do.
  worker.unref();
  port1.unref();
  return { worker, port: port1, signal };
}
