export { loadParsers } from "./loadParsers.ts";
