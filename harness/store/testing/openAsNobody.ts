/** Opens a store, writes a run into it and prints the error that people would see; never as root, who may write all. */
import { describeUserError, UserError } from "../../base/base.ts";
import { openStore } from "../store.ts";
import { runOf } from "./records.ts";

const nobody = 65_534;
if (process.getuid?.() === 0) process.setuid?.(nobody);
try {
  const store = await openStore(process.argv[2] ?? "");
  await store.createRun(runOf("written-by-nobody"));
  await store.close();
  process.stdout.write("written");
} catch (thrown) {
  process.stdout.write(thrown instanceof UserError ? describeUserError(thrown) : String(thrown));
}
