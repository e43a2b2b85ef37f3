export { createValidator } from "./createValidator.ts";
export type { Check, CheckId, CheckResult, Judgement, Validator } from "./types.ts";
