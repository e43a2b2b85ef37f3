import type { StepView } from "../../analysis/analysis.ts";

/** One step of a transcript in a line. */
export function stepWords(step: StepView | null): string {
  if (step === null) return "";
  switch (step.kind) {
    case "omitted":
      return `… ${step.steps} more steps`;
    case "text":
      return `“${step.text}”`;
    case "call":
      return callWords(step.token, step.aim) + outcomeWords[step.outcome ?? "ok"];
  }
}

/** `Read src/paginate.ts`, `Bash(npm test): npm test -- --run`. */
export function callWords(token: string, aim: string | null): string {
  if (aim === null || aim === "" || token === `Bash(${aim})`) return token;
  return token.endsWith(")") ? `${token}: ${aim}` : `${token} ${aim}`;
}

const outcomeWords = { ok: "", failed: " (failed)", denied: " (denied)", open: " (no result)" };

const stepsShown = 8;

/** `Read×2 → Edit → Bash(npm test)`: equal steps in a row are counted, and so is the middle of a long path. */
export function pathWords(tokens: readonly string[]): string {
  const runs = runsOf(tokens);
  if (runs.length === 0) return "no tool call";
  if (runs.length <= stepsShown + 1) return runs.join(" → ");
  const half = stepsShown / 2;
  const between = `… ${runs.length - stepsShown} more …`;
  return [...runs.slice(0, half), between, ...runs.slice(-half)].join(" → ");
}

function runsOf(tokens: readonly string[]): readonly string[] {
  const runs: { readonly token: string; times: number }[] = [];
  for (const token of tokens) {
    const last = runs.at(-1);
    if (last?.token === token) last.times++;
    else runs.push({ token, times: 1 });
  }
  return runs.map(({ token, times }) => (times === 1 ? token : `${token}×${times}`));
}
