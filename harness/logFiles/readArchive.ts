import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { inflateRaw, zstdDecompress } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { messageOf } from "../base/base.ts";
import {
  importArchive,
  mostBytes,
  type ArchiveImport,
  type FileReport,
  type Take,
} from "../importers/importers.ts";

const gigabyte = 1024 ** 3;
/** What an archive may become when it is inflated, all members together. */
const mostInAll = 8 * gigabyte;
/** JSON shrinks to a twentieth, seldom to a hundredth; a bomb to a thousandth or less. */
const mostRatio = 400;
/** Below this many bytes no ratio is suspicious. */
const harmless = 1024 * 1024;
/** An evaluation of a million samples would be split. */
const mostMembers = 500_000;

/**
 * Reads an `.eval` file member by member. Nothing is ever written, so a member's name can reach no other file; names that try, and members
 * that would become too large, are named in the result and left out.
 */
export async function readArchive(
  path: string,
  { take, onBytes }: { readonly take: Take; readonly onBytes: (bytes: number) => void },
): Promise<FileReport> {
  const log = importArchive(path, take);
  // Names are decoded and judged here: yauzl gives up the whole archive at the first bad one.
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false });
  try {
    await readMembers(zip, log, onBytes);
  } catch (error) {
    log.refuse(`damaged archive: ${messageOf(error)}`);
  } finally {
    zip.close();
  }
  return log.finish();
}

type Member = { readonly name: string; readonly entry: Entry };

async function readMembers(
  zip: ZipFile,
  log: ArchiveImport,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const members = await listMembers(zip, log);
  const roles = Map.groupBy(members, ({ name }) => log.roleOf(name));
  const budget = { left: mostInAll };
  const read = async ({ name, entry }: Member, give: (name: string, bytes: Uint8Array) => void) => {
    if (budget.left <= 0) return;
    try {
      give(name, await inflate(zip, entry, budget));
    } catch (error) {
      log.refuse(`${name}: ${messageOf(error)}`);
    }
    onBytes(entry.compressedSize);
  };
  for (const member of roles.get("header") ?? []) await read(member, log.header);
  for (const member of roles.get("sample") ?? []) await read(member, log.sample);
  if (budget.left <= 0) {
    log.refuse(`more than ${mostInAll / gigabyte} GB when inflated; the rest is not read`);
  }
}

/** Of members with the same name the last one counts: archives are appended to. */
async function listMembers(zip: ZipFile, log: ArchiveImport): Promise<Member[]> {
  const members = new Map<string, Member>();
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileNameRaw.toString("utf8");
    if (name.endsWith("/")) continue;
    if (isOutside(name)) log.refuse(`${name}: a name that leads out of the archive, left out`);
    else members.set(name, { name, entry });
    if (members.size > mostMembers) throw new Error(`more than ${mostMembers} members`);
  }
  return [...members.values()];
}

function isOutside(name: string): boolean {
  return /^[/\\]|^[A-Za-z]:|\\|\0/.test(name) || name.split("/").includes("..");
}

/** Bytes that may still come out of the archive. */
type Budget = { left: number };

/** @throws Error with the reason when the member is encrypted, damaged, packed in an unknown way or too large */
async function inflate(zip: ZipFile, entry: Entry, budget: Budget): Promise<Uint8Array> {
  const { compressionMethod: method, compressedSize } = entry;
  if (entry.isEncrypted()) throw new Error("encrypted");
  if (compressedSize > mostBytes) throw new Error(`larger than ${mostBytes / 1024 ** 2} MB`);
  const packed = await buffer(await zip.openReadStreamPromise(entry, { decodeFileData: false }));
  if (method !== stored && method !== deflated && method !== zstandard) {
    throw new Error(`packed by an unknown method (${method})`);
  }
  // What the archive says of the size may be a lie, so the inflater itself has a limit.
  const byRatio = Math.max(harmless, compressedSize * mostRatio);
  const limit = Math.min(mostBytes, byRatio, budget.left);
  const whole = method === stored ? packed : await unpack(packed, method, limit).catch(spent);
  budget.left -= whole.length;
  return whole;

  function spent(error: unknown): never {
    // A bomb took the time of all that it was allowed to become.
    budget.left -= limit;
    throw error;
  }
}

async function unpack(packed: Buffer, method: number, limit: number): Promise<Uint8Array> {
  const options = { maxOutputLength: limit };
  try {
    return await (method === deflated ? unpackDeflated : unpackZstandard)(packed, options);
  } catch (error) {
    if (!isTooLarge(error)) {
      throw new Error(`cannot be inflated: ${messageOf(error)}`, { cause: error });
    }
    const megabytes = Math.ceil(limit / 1024 ** 2);
    throw new Error(`inflates to more than ${megabytes} MB, left out`, { cause: error });
  }
}

const stored = 0;
const deflated = 8;
const zstandard = 93;
const unpackDeflated = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);
const unpackZstandard = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(zstdDecompress);

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}
