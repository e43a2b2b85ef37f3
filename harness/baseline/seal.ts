import { canonicalJson, sha256 } from "../base/base.ts";

/** sha256 of a baseline's content, whatever the order of its keys and its white space. */
export function sealOf(content: Readonly<Record<string, unknown>>): string {
  const { seal: _seal, ...sealed } = content;
  return sha256(canonicalJson(sealed));
}
