import type { Expectations } from "../record/record.ts";
import { toolCallsOf } from "../transcript/transcript.ts";
import { answerCheck } from "./answerSchema.ts";
import { judgeChanged, judgeCommand, judgeParses } from "./checkFiles.ts";
import { judgeComplete, judgeEnding, judgeTerminates } from "./checkEnding.ts";
import { judgeReadBeforeEdit, judgeThinking } from "./checkEffort.ts";
import { judgeForbidden, judgeMost, judgeRequired } from "./checkTools.ts";
import type { Seen } from "./seen.ts";
import type { Check, Judgement, Validator } from "./types.ts";

type Rule = Check & { readonly judge: (seen: Seen) => Judgement };

/**
 * Prepares the checks of one prompt: `complete` and `terminates` always, the others where they are expected.
 * @param expected what the prompt's suite says; an `answerSchema` is compiled here, once
 * @throws UserError when `answerSchema` is not a JSON schema that can be used
 */
export function createValidator(expected: Expectations): Validator {
  const rules = rulesOf(expected);
  return {
    checks: rules.map(({ id, words }) => ({ id, words })),
    judge: (replay, structure) => {
      const seen = { replay, structure, calls: toolCallsOf(replay.transcript) };
      return rules.map(({ id, judge }) => ({ id, ...judge(seen) }));
    },
  };
}

function rulesOf(expected: Expectations): Rule[] {
  const { ending, thinkingTokens, changed, answerSchema } = expected;
  const rules: Rule[] = [
    {
      id: "complete",
      words: "every call has its result, nothing is truncated or refused",
      judge: judgeComplete,
    },
    {
      id: "terminates",
      words: "no call is left open, no call is repeated in a loop",
      judge: judgeTerminates,
    },
  ];
  if (ending !== undefined)
    rules.push({ id: "ending", words: "the replay is completed", judge: judgeEnding });
  rules.push(...toolRules(expected));
  if (expected.readBeforeEdit === true) {
    const words = "no file is edited before it was read";
    rules.push({ id: "read-before-edit", words, judge: judgeReadBeforeEdit });
  }
  if (thinkingTokens !== undefined) {
    const judge = (seen: Seen) => judgeThinking(seen, thinkingTokens);
    rules.push({ id: "thinking-tokens", words: thinkingWords(thinkingTokens), judge });
  }
  if (changed !== undefined) {
    const words = `exactly these files differ: ${listed(changed)}`;
    rules.push({ id: "changed", words, judge: (seen) => judgeChanged(seen, changed) });
  }
  if (expected.parses === true)
    rules.push({ id: "parses", words: "changed source files parse", judge: judgeParses });
  if (answerSchema !== undefined) {
    const words = "the answer is JSON of its schema";
    rules.push({ id: "answer-schema", words, judge: answerCheck(answerSchema) });
  }
  if (expected.command !== undefined)
    rules.push({ id: "command", words: `\`${expected.command}\` succeeds`, judge: judgeCommand });
  return rules;
}

function toolRules({ tools }: Expectations): Rule[] {
  const rules: Rule[] = [];
  const { required, forbidden, max } = tools ?? {};
  if (required !== undefined) {
    const words = `these tools are called: ${listed(required)}`;
    rules.push({ id: "tools-required", words, judge: (seen) => judgeRequired(seen, required) });
  }
  if (forbidden !== undefined) {
    const words = `these tools are not called: ${listed(forbidden)}`;
    rules.push({ id: "tools-forbidden", words, judge: (seen) => judgeForbidden(seen, forbidden) });
  }
  if (max !== undefined) {
    const words = `at most ${max} tool calls`;
    rules.push({ id: "tools-max", words, judge: (seen) => judgeMost(seen, max) });
  }
  return rules;
}

function thinkingWords({ min, max }: NonNullable<Expectations["thinkingTokens"]>): string {
  if (max === undefined) return `at least ${min ?? 0} thinking tokens`;
  return min === undefined
    ? `at most ${max} thinking tokens`
    : `between ${min} and ${max} thinking tokens`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
