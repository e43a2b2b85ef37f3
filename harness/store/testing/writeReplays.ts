/** Writes replays `from` to `to` of a run, one line on stdout for each that is saved: FILE RUN FROM TO. */
import { openStore } from "../store.ts";
import { replayOf } from "./records.ts";
import { traceOf } from "./trace.ts";

const [file = "", run = "", from = "0", to = "0"] = process.argv.slice(2);
const store = await openStore(file);
for (let number = Number(from); number < Number(to); number++) {
  await store.saveReplay(run, replayOf(number), traceOf(number));
  process.stdout.write(`saved ${number}\n`);
}
await store.close();
