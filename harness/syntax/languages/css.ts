import { rulesOf, setOf } from "./rules.ts";

/** CSS; nothing in it is named by the sheet alone: markup and scripts use classes, animations and custom properties. */
export const css = rulesOf({
  atoms: setOf("integer_value float_value color_value"),
  strings: setOf("string_value"),
});
