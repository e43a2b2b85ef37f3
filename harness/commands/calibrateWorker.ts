import { parentPort } from "node:worker_threads";
import { playTask, type Task } from "../calibration/calibration.ts";

// Started by runInWorkers: plays calibration tasks until it is ended.
parentPort?.on("message", (task: Task) => parentPort?.postMessage(playTask(task)));
