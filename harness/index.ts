/** What other programs may import: read a suite, plan it, and compute and render the matrix of a recorded run. */
export {
  computeMatrix,
  type Estimate,
  type Matrix,
  type MatrixOptions,
} from "./analysis/analysis.ts";
export { UserError, UserErrors } from "./base/base.ts";
export { planRun, type Plan } from "./plan/plan.ts";
export type { ReplayRecord, RunRecord, RunRecords } from "./record/record.ts";
export {
  renderJson,
  renderMarkdown,
  renderTerminal,
  type TerminalOptions,
} from "./report/report.ts";
export { openStore, type Store } from "./store/store.ts";
export { loadSuite, withOverrides, type Strategy, type Suite } from "./suite/suite.ts";
export { loadParsers } from "./syntax/syntax.ts";
export type { Transcript } from "./transcript/transcript.ts";
