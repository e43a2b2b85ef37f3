import { withoutControls } from "./wrapText.ts";

/** Names and notes come from suites and from the wire: none of them may become a cell border, a tag or a link. */
export function escapeMarkdown(text: string): string {
  return withoutControls(text).replace(/[\\|<>*_[\]]/g, (character) =>
    character === "<" ? "&lt;" : character === ">" ? "&gt;" : `\\${character}`,
  );
}
