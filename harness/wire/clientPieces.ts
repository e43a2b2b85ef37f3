/** A piece of a message's text, and whether the client said it rather than the user or a tool. */
export type Piece = { readonly isClients: boolean; readonly text: string };

/** Reminders, traces of slash commands and of tasks in the background, and what we record in their place. */
const opening =
  /<(system-reminder|local-command-caveat|local-command-stdout|local-command-stderr|command-name|command-message|command-args|task-notification|client-text)>/g;

/** Turns that the client writes in the user's name, without a tag; known by how they begin. */
const beginnings = [
  "[Request interrupted by user",
  "Output token limit hit. Resume directly",
  "[Your previous response had no visible output",
];

/**
 * Takes the text of a message apart, in time linear in its length: a pattern for a tag, anything and its end would search
 * for each of a million tags without an end again.
 */
export function clientPieces(text: string): readonly Piece[] {
  if (beginnings.some((beginning) => text.startsWith(beginning)))
    return [{ isClients: true, text }];
  if (!text.includes("<")) return [{ isClients: false, text }];
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end } of taggedParts(text)) {
    pieces.push({ isClients: false, text: text.slice(from, start) });
    pieces.push({ isClients: true, text: text.slice(start, end) });
    from = end;
  }
  pieces.push({ isClients: false, text: text.slice(from) });
  return pieces.filter((piece) => piece.text !== "");
}

function* taggedParts(text: string): Generator<{ readonly start: number; readonly end: number }> {
  const withoutEnd = new Set<string>();
  let from = 0;
  for (const { 0: tag, 1: name = "", index: start } of text.matchAll(opening)) {
    if (start < from || withoutEnd.has(name)) continue;
    const closing = `</${name}>`;
    const at = text.indexOf(closing, start + tag.length);
    if (at === -1) {
      withoutEnd.add(name);
      continue;
    }
    from = at + closing.length;
    yield { start, end: from };
  }
}
