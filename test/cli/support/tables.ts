/** Rows as a TSV file with a header. */
export function tsv(header: string, rows: readonly (readonly (string | number)[])[]): string {
  return `${[header.split(" "), ...rows].map((row) => row.join("\t")).join("\n")}\n`;
}

/** The rows below the header of a TSV file. */
export function tsvRows(text: string): string[][] {
  return text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));
}

/** Five training rows of three users over three items. */
export const trainFile: string = tsv("user item rating", [
  ["1", "10", 5],
  ["1", "11", 4],
  ["2", "10", 3],
  ["2", "12", 1],
  ["3", "11", 2],
]);

/** One test row each of the three users, of one who has no training row, on a new item too. */
export const testFile: string = tsv("user item rating", [
  ["1", "12", 5],
  ["2", "11", 4],
  ["9", "10", 3],
  ["3", "99", 4],
]);
