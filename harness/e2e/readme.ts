import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder, temporaryFolder, testCache } from "./sametwice.ts";

export const readmeFile = join(projectFolder, "README.md");
const begin = "<!-- matrix:begin (written by npm run readme, checked by a test) -->";
const end = "<!-- matrix:end -->";

/** What the README's first command prints and leaves, without what differs from run to run: its id and its times. */
export type FirstCommand = { readonly printed: string; readonly markdown: string };

/** Runs `npm run matrix`, the second half of the README's first command. */
export async function runFirstCommand(): Promise<FirstCommand> {
  await using folder = await temporaryFolder();
  const { stdout } = await execa("npm", ["run", "-s", "matrix", "--", "--out", folder.path], {
    cwd: projectFolder,
    env: { SAMETWICE_CACHE: testCache, NO_COLOR: "1" },
    stdin: "ignore",
  });
  const report = await execa(
    "npm",
    ["run", "-s", "sametwice", "--", "report", "--format", "markdown", "--out", folder.path],
    { cwd: projectFolder, env: { SAMETWICE_CACHE: testCache }, stdin: "ignore" },
  );
  return { printed: withoutRunLine(stdout), markdown: withoutRunLine(report.stdout) };
}

/** `Run 7f3a9c01, seed 7, started …, finished ….` is the one line that no two runs share. */
function withoutRunLine(text: string): string {
  return text.replace(/^Run [0-9a-f]{8}, .*$\n+/m, "").trimEnd();
}

/** The block of the README between its marks. */
export async function readmeBlock(): Promise<string> {
  const text = await readFile(readmeFile, "utf8");
  return text.slice(text.indexOf(begin) + begin.length, text.indexOf(end)).trim();
}

/** The README with another block between its marks. */
export function withBlock(readme: string, block: string): string {
  return `${readme.slice(0, readme.indexOf(begin) + begin.length)}\n\n${block}\n\n${readme.slice(readme.indexOf(end))}`;
}

/** The block that shows what the first command prints, down to the verdicts; the explanations are in the example report. */
export function blockOf({ printed }: FirstCommand): string {
  const upToVerdicts = printed.slice(0, printed.indexOf("\nHow to read this")).trimEnd();
  return `\`\`\`text\n${upToVerdicts}\n\`\`\`\n\nHow to read each number, the prompts and all footnotes: [reports/examples/matrix.md](reports/examples/matrix.md).`;
}
