export { openStore } from "./openStore.ts";
export type { Store } from "./types.ts";
