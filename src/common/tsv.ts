/** One cell of a tab-separated file: in quotes, inner ones doubled, where it would be misread bare. */
export function tsvCell(value: string | number): string {
  const text = String(value);
  return /["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of cells with its line end. */
export function tsvLine(cells: readonly (string | number)[]): string {
  return `${cells.map(tsvCell).join("\t")}\n`;
}
