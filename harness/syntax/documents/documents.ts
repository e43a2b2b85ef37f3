export { parseHtml } from "./parseHtml.ts";
export { parseJson } from "./parseJson.ts";
export { loadSqlParser } from "./parseSql.ts";
export { parseYaml } from "./parseYaml.ts";
