/** Writes `suites/suite.schema.json`; run it with `npx node harness/suite/writeSchema.ts` after the format has changed. */
import { writeFileSync } from "node:fs";
import { suiteJsonSchema } from "./jsonSchema.ts";

writeFileSync(new URL("../../suites/suite.schema.json", import.meta.url), suiteJsonSchema());
