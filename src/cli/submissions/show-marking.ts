import { counted } from "../support/words.js";
import { printLine, printTable } from "../support/output.js";
import type { MarkedRow, Marking } from "./mark-submissions.js";
import { csvCell } from "./plain-text.js";

/** Prints the table for a person, refused submissions below it with their reasons. */
export function printMarking({ metric, unit, n, rows, refused }: Marking): void {
  printTable(
    rows.map((row) => ({
      place: row.place ?? "–",
      submission: row.name,
      [metric]: { ...row.value, letters: row.letters },
      "to the first": row.toBest,
      "p (Holm)": row.toBest?.p,
      ties: tiesOf(row),
      remarks: row.remarks.join("; "),
    })),
    {
      columns: ["place", "submission", metric, "to the first", "p (Holm)", "ties", "remarks"].map(
        (key) => ({ key, digits: key === "place" ? "count" : 4 }),
      ),
      notes: ["", noteOf(unit, n)],
    },
  );
  if (refused.length === 0) return;
  printLine();
  printLine(`${counted(refused.length, "submission")} refused:`);
  for (const { name, code, reason } of refused) printLine(`  ${name}: ${reason} (${code})`);
}

function noteOf(unit: Marking["unit"], n: number): string {
  return (
    `mean [95 % interval] over ${counted(n, unit)}. Rows that share a letter cannot be told apart, nor the ` +
    "first and those tied with it (paired randomisation test, Holm over all pairs, 0.05)."
  );
}

function tiesOf({ tiedWithBest, tiedWithNext }: MarkedRow): string {
  return [tiedWithBest ? "first" : "", tiedWithNext ? "next" : ""].filter(Boolean).join(", ");
}

const columns = [
  "place",
  "submission",
  "kind",
  "file",
  "value",
  "low",
  "high",
  "to_first",
  "p_holm",
  "tied_with_first",
  "tied_with_next",
  "letters",
  "remarks",
] as const;

/** The same as CSV, a refused submission a row without numbers. */
export function markingCsv({ metric, rows, refused }: Marking): string {
  const head = columns.map((name) => (name === "value" ? metric : name));
  const marked = rows.map((row) => [
    row.place,
    row.name,
    row.kind,
    row.file,
    row.value.mean,
    row.value.low,
    row.value.high,
    row.toBest?.mean,
    row.toBest?.p,
    row.tiedWithBest ? "yes" : "no",
    row.tiedWithNext ? "yes" : "no",
    row.letters,
    row.remarks.join("; "),
  ]);
  const others = refused.map(({ name, code, reason }) => {
    const empty = columns.slice(3, -1).map(() => undefined);
    return [undefined, name, "refused", ...empty, `${code}: ${reason}`];
  });
  return [head, ...marked, ...others].map((row) => `${row.map(csvCell).join(",")}\n`).join("");
}
