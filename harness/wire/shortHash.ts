import { sha256 } from "../base/base.ts";

/** The first 16 hexadecimal digits of a text's sha256. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 16);
}

/** The value of a fingerprint's part: the text itself as long as a person can read it in a table, else its hash. */
export function shortValue(text: string): string {
  return text.length <= longestValue ? text : shortHash(text);
}

const longestValue = 120;
