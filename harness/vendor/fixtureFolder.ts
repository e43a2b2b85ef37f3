import { join } from "node:path";

/** A folder of the fixtures. They lie two levels up from here, in the checkout (harness/vendor) as in the built package (dist/vendor). */
export function fixtureFolder(name: "scripts" | "vendors" | "workspaces"): string {
  return join(import.meta.dirname, "..", "..", "fixtures", name);
}
