import { crc32, deflateRawSync, zstdCompressSync } from "node:zlib";

export type ZipMember = {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly method?: "stored" | "deflate" | "zstd" | "unknown";
  readonly isEncrypted?: boolean;
};

/** A zip archive as bytes; only what archives of logs need. The members' names are taken as they are, bad ones too. */
export function zipOf(members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const content = Buffer.from(member.content);
    const packed = pack(content, member.method ?? "deflate");
    const head = headOf(member, content, packed);
    const local = Buffer.concat([
      bytes([0x04034b50, 4]),
      head,
      bytes([name.length, 2], [0, 2]),
      name,
      packed,
    ]);
    const sizes = bytes([name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.push(Buffer.concat([bytes([0x02014b50, 4], [20, 2]), head, sizes, name]));
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const counts = bytes([0, 2], [0, 2], [members.length, 2], [members.length, 2]);
  const end = [bytes([0x06054b50, 4]), counts, bytes([entries.length, 4], [offset, 4], [0, 2])];
  return Buffer.concat([...locals, entries, ...end]);
}

const methods = { stored: 0, deflate: 8, unknown: 14, zstd: 93 } as const;

function pack(content: Buffer, method: keyof typeof methods): Buffer {
  if (method === "deflate") return deflateRawSync(content);
  return method === "zstd" ? zstdCompressSync(content) : content;
}

/** From the needed version to the uncompressed size: equal in both headers. */
function headOf(member: ZipMember, content: Buffer, packed: Buffer): Buffer {
  return bytes(
    [20, 2],
    [member.isEncrypted === true ? 1 : 0, 2],
    [methods[member.method ?? "deflate"], 2],
    [0, 4],
    [crc32(content), 4],
    [packed.length, 4],
    [content.length, 4],
  );
}

function bytes(...numbers: readonly (readonly [value: number, width: 2 | 4])[]): Buffer {
  return Buffer.concat(
    numbers.map(([value, width]) => {
      const field = Buffer.alloc(width);
      if (width === 2) field.writeUInt16LE(value);
      else field.writeUInt32LE(value);
      return field;
    }),
  );
}
