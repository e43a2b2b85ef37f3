export { renderJson } from "./renderJson.ts";
export { renderMarkdown } from "./renderMarkdown.ts";
export { renderTerminal, type TerminalOptions } from "./renderTerminal.ts";
