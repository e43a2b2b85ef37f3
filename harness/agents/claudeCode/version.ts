import { UserError } from "../../base/base.ts";

/** `2.1.328` as numbers, to be compared from the left. */
export type Version = readonly [major: number, minor: number, patch: number];

/**
 * Reads an exact version.
 * @throws UserError for everything else: a tag such as `latest` or a range moves, and what moves cannot be compared
 */
export function parseVersion(text: string): Version {
  const match = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text);
  if (match === null) {
    throw new UserError(`"${text}" is not an exact version of Claude Code.`, {
      advice: "Write all three numbers, for example 2.1.328.",
    });
  }
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Below 0 when `a` is older than `b`. Publishing times say nothing: old lines get late releases. */
export function compareVersions(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
