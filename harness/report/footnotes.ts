const superscripts = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"] as const;

/** A footnote's number as superscript digits: 12 becomes `¹²`. */
export function superscript(number: number): string {
  return String(number).replace(/\d/g, (digit) => superscripts[Number(digit)] ?? digit);
}

/**
 * The markers of notes, in the order of the footnotes: `¹ ³`; "" when there are none.
 * Notes that are not among the footnotes have no marker.
 */
export function markersOf(notes: readonly string[], footnotes: readonly string[]): string {
  return footnotes
    .flatMap((footnote, index) => (notes.includes(footnote) ? [superscript(index + 1)] : []))
    .join(" ");
}
