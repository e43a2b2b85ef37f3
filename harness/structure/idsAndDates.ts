import type { FileChange } from "../record/record.ts";

/*
 * What a computer makes up anew each time. Only what is certain by its form: a commit's short hash, a port, a duration or a
 * number of a process may as well have been meant. The README lists the rules.
 */

const uuid =
  /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/gi;
/** md5, a full commit hash, sha256. */
const digest = /(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/gi;
const vendorId = /(?<![0-9a-z])(?:toolu|msg|req|call|session|sess|run|task|agent)_[0-9a-z]{16,}/gi;
const time = String.raw`[T _]\d\d[:-]\d\d(?:[:-]\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?`;
const isoDate = new RegExp(String.raw`(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?:${time})?(?!\d)`, "g");
/** 20260102030405, 20260102_030405, 20260102T030405Z */
const compactTime = /(?<!\d)20\d\d[01]\d[0-3]\d[T_-]?[0-2]\d[0-5]\d[0-5]\dZ?(?!\d)/g;
/** Seconds or milliseconds since 1970, from 2017 to 2033. */
const epoch = /(?<![\d.])1[5-9]\d{8}(?:\d{3})?(?!\d)/g;
const temporaryFolder =
  /(?<![\w.-])(?:\/private)?(?:\/var\/folders\/\w+\/\w+\/T|\/var\/tmp|\/tmp)(?=\/)/g;
/** What `mktemp` and its like put below it: `tmp.Ab3dEf`, `build-x7Kq2p`. */
const madeUpName =
  /<tmp>\/(?:tmp[\w.]{6,40}|[\w.-]{0,100}[-._](?=[A-Za-z]*\d|[a-z]+[A-Z]|[A-Z]+[a-z])[A-Za-z0-9]{6,40})(?![\w.-])/g;

/** Text in which ids, dates and temporary folders are `<id>`, `<date>` and `<tmp>`. */
export function withoutIdsAndDates(text: string): string {
  return text
    .replace(uuid, "<id>")
    .replace(digest, "<id>")
    .replace(vendorId, "<id>")
    .replace(isoDate, "<date>")
    .replace(compactTime, "<date>")
    .replace(epoch, "<date>")
    .replace(temporaryFolder, "<tmp>")
    .replace(madeUpName, "<tmp>/<id>");
}

/**
 * Changes whose paths are without ids and dates, so that a migration named after the second of its making is the same
 * file in every replay. Paths that become equal are numbered (in front: their end names the language), in the order of their
 * contents: that of their ids would be chance.
 */
export function withStablePaths(changes: readonly FileChange[]): readonly FileChange[] {
  const times = new Map<string, number>();
  return changes
    .map((change) => ({ ...change, path: withoutIdsAndDates(change.path) }))
    .sort((a, b) => compare(a.path, b.path) || compare(contentOf(a), contentOf(b)))
    .map((change) => {
      const nth = (times.get(change.path) ?? 0) + 1;
      times.set(change.path, nth);
      return nth === 1 ? change : { ...change, path: `#${nth}/${change.path}` };
    });
}

function contentOf({ kind, after, hash }: FileChange): string {
  return `${kind} ${after ?? hash ?? ""}`;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
