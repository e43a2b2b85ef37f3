import { StringDecoder } from "node:string_decoder";

export type LineReader = {
  readonly push: (chunk: Uint8Array) => void;
  /** Hands out what came after the last line break, if anything. */
  readonly end: () => void;
};

/** A line beyond this many characters is dropped: a program that never breaks its line must not end the harness. */
const longestLine = 64 * 1024 * 1024;

/**
 * Cuts a byte stream into lines at "\n" only. `node:readline` will not do: it also cuts at U+2028 and U+2029, which
 * may stand unescaped inside a JSON string.
 */
export function createLineReader(
  onLine: (line: string) => void,
  limit: number = longestLine,
): LineReader {
  const decoder = new StringDecoder("utf8");
  let begun = "";
  let isTooLong = false;

  const append = (text: string) => {
    isTooLong ||= begun.length + text.length > limit;
    begun = isTooLong ? "" : begun + text;
  };
  const finish = () => {
    if (!isTooLong) onLine(begun.endsWith("\r") ? begun.slice(0, -1) : begun);
    begun = "";
    isTooLong = false;
  };
  return {
    push: (chunk) => {
      // Only the new text is searched: searching the whole line again would take quadratic time on huge lines.
      const pieces = decoder.write(chunk).split("\n");
      pieces.forEach((piece, index) => {
        append(piece);
        if (index < pieces.length - 1) finish();
      });
    },
    end: () => {
      append(decoder.end());
      if (begun !== "") finish();
    },
  };
}
