/** One line of a log; lines that are blank are not given. */
export type Line = {
  /** 1-based */
  readonly number: number;
  readonly text: string;
  /** why the text is not what the file holds, or null */
  readonly damage: string | null;
};

const newline = 10;

/** A JSON value of more bytes would not fit into memory several times. */
export const mostBytes = 256 * 1024 * 1024;

/** The lines of a file one by one, in the memory of the longest: files may be larger than any string. */
export function* linesOf(chunks: Iterable<Uint8Array>): Generator<Line> {
  const pending = createPending();
  let number = 0;
  for (const chunk of chunks) {
    for (let start = 0; start <= chunk.length;) {
      const end = chunk.indexOf(newline, start);
      // The chunk's memory is used again for the next one.
      pending.add(end === -1 ? chunk.slice(start) : chunk.subarray(start, end));
      if (end === -1) break;
      number++;
      yield* present({ number, ...pending.take() });
      start = end + 1;
    }
  }
  yield* present({ number: number + 1, ...pending.take() });
}

/** The bytes of the line that is being read; of one that is too long only the length is kept. */
function createPending() {
  let pieces: Uint8Array[] = [];
  let bytes = 0;
  return {
    add: (piece: Uint8Array): void => {
      bytes += piece.length;
      if (bytes > mostBytes) pieces = [];
      else pieces.push(piece);
    },
    take: (): Omit<Line, "number"> => {
      const found = bytes > mostBytes ? tooLong : decode(joined(pieces, bytes));
      pieces = [];
      bytes = 0;
      return found;
    },
  };
}

const tooLong = { text: "", damage: `longer than ${mostBytes / 1024 / 1024} MB, left out` };

function* present(line: Line): Generator<Line> {
  if (line.damage !== null || line.text.trim() !== "") yield line;
}

/** All pieces as one. @param bytes their length together */
export function joined(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder("utf-8");

/** Invalid bytes become U+FFFD, and the damage is told. A byte order mark is dropped. */
export function decode(bytes: Uint8Array): { text: string; damage: string | null } {
  try {
    return { text: strict.decode(bytes), damage: null };
  } catch {
    // Only the strict decoder tells that something is wrong; what can be read is still worth reading.
    return { text: lenient.decode(bytes), damage: "invalid UTF-8, bad bytes replaced" };
  }
}
