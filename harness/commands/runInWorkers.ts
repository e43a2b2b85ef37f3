import { extname } from "node:path";
import { Worker } from "node:worker_threads";

/**
 * Has workers play tasks, each getting the next one when it is ready.
 * @param name of the worker's file in this folder, without extension; it answers each task with one message
 * @param parse reads an answer
 * @returns results in the order of the tasks, however many workers there are
 * @throws what a worker died of; the others are ended
 */
export async function runInWorkers<Task, Result>(
  tasks: readonly Task[],
  options: {
    readonly name: string;
    readonly jobs: number;
    readonly parse: (answer: unknown) => Result;
    readonly onDone: (done: number) => void;
  },
): Promise<readonly Result[]> {
  // `.ts` in a checkout, `.js` in the built package.
  const file = new URL(`./${options.name}${extname(import.meta.url)}`, import.meta.url);
  const workers = Array.from(
    { length: Math.min(options.jobs, tasks.length) },
    () => new Worker(file),
  );
  const results: Result[] = [];
  const waiting = tasks.entries();
  let done = 0;
  const employ = async (worker: Worker) => {
    // One iterator for all: whoever asks first gets the next task.
    for (const [index, task] of waiting) {
      results[index] = options.parse(await ask(worker, task));
      options.onDone(++done);
    }
  };
  try {
    await Promise.all(workers.map(employ));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

function ask(worker: Worker, task: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const died = (code: number) => reject(new Error(`A worker ended with code ${code}.`));
    worker.once("error", reject).once("exit", died);
    worker.once("message", (answer: unknown) => {
      worker.off("error", reject).off("exit", died);
      resolve(answer);
    });
    worker.postMessage(task);
  });
}
