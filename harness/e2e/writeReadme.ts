import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { blockOf, readmeFile, runFirstCommand, withBlock } from "./readme.ts";
import { projectFolder } from "./sametwice.ts";

/** `npm run readme`: puts what the README's first command prints into the README and the example report beside it. */
const result = await runFirstCommand();
await writeFile(readmeFile, withBlock(await readFile(readmeFile, "utf8"), blockOf(result)));
const examples = join(projectFolder, "reports/examples");
await mkdir(examples, { recursive: true });
await writeFile(join(examples, "matrix.md"), `${result.markdown}\n`);
