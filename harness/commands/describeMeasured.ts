import type { MeasuredVersion } from "../agents/agents.ts";

/** What was measured on a version, for people. */
export function describeMeasured(measured: MeasuredVersion): string {
  const { version, platform, form, bytes, refusal, startMs } = measured;
  const size = bytes === null ? "" : `, ${Math.round(bytes / 1e6)} MB`;
  const title = `Claude Code ${version} (${platform}, ${form}${size}), ready after ${startMs / 1000} s`;
  if (refusal !== null) return `${title}\nIt cannot be used: ${refusal}.\n`;
  return [title, ...linesOf(measured), ...modelLines(measured), ""].join("\n");
}

function linesOf(measured: MeasuredVersion): readonly string[] {
  const { clear, clearSays, betaSuppression, sessionIdHonoured } = measured;
  return [
    `/clear: ${clearInWords[clear]} (it says: ${clearSays})`,
    `beta suppression: ${betaSuppression ? "takes betas off" : "without effect"}`,
    `tells its version: ${measured.reportsVersion ? "yes" : "no"}`,
    `--session-id: ${sessionIdHonoured === null ? "not seen" : sessionIdHonoured ? "honoured" : "ignored"}`,
    `session header: ${measured.sendsSessionHeader ? "sent" : "not sent"}`,
    `requests before the first prompt: ${listOf(measured.requestsBeforePrompt)}`,
    `requests beside the conversation: ${listOf(measured.requestsBeside)}`,
    `calls home: ${listOf(measured.callsHome)}`,
    `more API calls than --max-turns: ends as ${measured.turnLimit}`,
  ].map((line) => `  ${line}`);
}

const clearInWords: Readonly<Record<MeasuredVersion["clear"], string>> = {
  real: "real, the next request is empty of earlier messages",
  "no-op": "without effect, the old messages are sent on",
  fake: "a fake, a new session id and the old messages under it",
  unknown: "unknown, no request came after it",
};

function listOf(items: readonly string[]): string {
  return items.join(", ") || "none";
}

function modelLines({ models }: MeasuredVersion): readonly string[] {
  return models.flatMap(({ asked, model, betas, suppressed, tools, suppressedTools }) => [
    `  ${asked === null ? "no --model" : `--model ${asked}`} asks for ${model}: ${tools} tools, ${suppressedTools} with betas suppressed`,
    `    betas in any case: ${listOf(betas.filter((beta) => suppressed.includes(beta)))}`,
    `    betas unless suppressed: ${listOf(betas.filter((beta) => !suppressed.includes(beta)))}`,
  ]);
}
