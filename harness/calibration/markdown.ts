/** Stands at the top of every report of a calibration. */
export const simulated =
  "**SIMULATED: all of this is made of known truths, to test the instrument; it says nothing about a real service.**";

/** A table; cells hold nothing that needs escaping. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}
