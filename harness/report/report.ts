export { renderAuditJson } from "./audit/renderAuditJson.ts";
export { renderAuditMarkdown, renderAuditRangeMarkdown } from "./audit/renderAuditMarkdown.ts";
export { renderAuditRangeTerminal, renderAuditTerminal } from "./audit/renderAuditTerminal.ts";
export {
  renderBaselineDiffJson,
  renderBaselineDiffMarkdown,
  renderBaselineDiffTerminal,
  renderBaselineList,
  renderBaselineMarkdown,
  renderBaselineTerminal,
  type ListedBaseline,
} from "./baseline/renderBaseline.ts";
export {
  renderPromptJson,
  renderPromptMarkdown,
  renderPromptTerminal,
} from "./behaviour/renderPrompt.ts";
export { stepLine } from "./bisect/bisectLines.ts";
export {
  renderBisectJson,
  renderBisectMarkdown,
  renderBisectTerminal,
} from "./bisect/renderBisect.ts";
export {
  renderReportJson,
  renderReportMarkdown,
  renderReportTerminal,
  reportSections,
  type ReportSection,
} from "./detail/renderReport.ts";
export { renderJson } from "./renderJson.ts";
export { renderMarkdown } from "./renderMarkdown.ts";
export { renderTerminal, type TerminalOptions } from "./renderTerminal.ts";
export {
  renderScoreJson,
  renderScoreMarkdown,
  renderScoreTerminal,
} from "./scoring/renderScore.ts";
