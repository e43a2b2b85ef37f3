/**
 * Breaks a text into lines of at most `width` characters, at spaces where it can, inside a word where it must.
 * @param indent put before every line but the first; counts towards the width
 * @returns at least one line; control characters of the text are replaced by spaces, so that nothing recorded can steer a terminal
 */
export function wrapText(text: string, width: number, indent = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  const start = () => (lines.length === 0 ? "" : indent);
  for (const word of withoutControls(text).split(/\s+/)) {
    let rest = word;
    if (line !== "" && start().length + line.length + 1 + rest.length <= width) {
      line += ` ${rest}`;
      continue;
    }
    if (line !== "") lines.push(start() + line);
    while (rest.length > 1 && start().length + rest.length > width) {
      const room = Math.max(1, width - start().length);
      lines.push(start() + rest.slice(0, room));
      rest = rest.slice(room);
    }
    line = rest;
  }
  if (line !== "" || lines.length === 0) lines.push(start() + line);
  return lines;
}

/** Replaces control characters, and those that turn the direction of writing, by spaces. */
export function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu, " ");
}
