import { MoviolaError } from "../../common/errors.js";
import { forEachLine } from "../../data/read/lines.js";
import { ListBuilder, type ListRow, type NamedLists } from "./named-lists.js";

/** Columns of a file of lists, by the names they may have. */
const columnNames = {
  user: ["user", "user_id", "userid", "uid", "query", "qid"],
  item: ["item", "item_id", "itemid", "iid", "doc", "docid"],
  score: ["score", "prediction"],
  rank: ["rank", "position"],
};

type ColumnPositions = Readonly<Record<keyof typeof columnNames, number>>;

/**
 * Reads recommendation lists: a TSV or CSV file with the header `user item score rank`, in any order,
 * one of score and rank at least. A field may stand in quotes but not hold a separator. The lists are
 * called by `path`. Throws `E_LIST_HEADER`, `E_LIST_ROW`, the
 * errors of `ListBuilder.finish`, and those of a file without rows or that cannot be read (`E_DATA_...`).
 */
export async function readLists(path: string): Promise<NamedLists> {
  const name = path;
  const builder = new ListBuilder(name);
  let nRows = 0;
  let separator = "\t";
  let columns: ColumnPositions | undefined;
  await forEachLine(path, "utf8", (text, line) => {
    if (text.trim() === "") return;
    if (columns === undefined) {
      separator = text.includes("\t") ? "\t" : ",";
      columns = findColumns(name, cellsOf(text.replace(/^\uFEFF/, ""), separator));
    } else {
      builder.add(rowOf(name, cellsOf(text, separator), columns, line));
      nRows++;
    }
  });
  if (nRows === 0) throw emptyError(name);
  return builder.finish();
}

function cellsOf(text: string, separator: string): string[] {
  const cells = text.split(separator);
  if (!text.includes('"')) return cells.map((cell) => cell.trim());
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, unquoted));
}

function unquoted(_cell: string, inner: string): string {
  return inner.replaceAll('""', '"');
}

function findColumns(name: string, header: readonly string[]): ColumnPositions {
  const cells = header.map((cell) => cell.toLowerCase());
  const position = (key: keyof typeof columnNames): number =>
    cells.findIndex((cell) => columnNames[key].includes(cell));
  const columns = {
    user: position("user"),
    item: position("item"),
    score: position("score"),
    rank: position("rank"),
  };
  const isOrdered = columns.score >= 0 || columns.rank >= 0;
  if (columns.user < 0 || columns.item < 0 || !isOrdered) throw headerError(name, header.join(" "));
  return columns;
}

function rowOf(
  name: string,
  cells: readonly string[],
  columns: ColumnPositions,
  line: number,
): ListRow {
  const user = cells[columns.user] ?? "";
  const item = cells[columns.item] ?? "";
  if (user === "" || item === "") throw rowError(name, line, "a user and an item", cells);
  const score = numberOf(name, cells, columns.score, line);
  const rank = numberOf(name, cells, columns.rank, line);
  return {
    user,
    item,
    line,
    ...(score === undefined ? {} : { score }),
    ...(rank === undefined ? {} : { rank }),
  };
}

function numberOf(
  name: string,
  cells: readonly string[],
  column: number,
  line: number,
): number | undefined {
  const text = column < 0 ? "" : (cells[column] ?? "");
  if (text === "") return undefined;
  const value = Number(text);
  if (!Number.isFinite(value))
    throw rowError(name, line, "finite numbers for score and rank", cells);
  return value;
}

function headerError(name: string, got: string): MoviolaError {
  return new MoviolaError("E_LIST_HEADER", "This is not a file of recommendation lists", {
    where: `${name}, line 1`,
    expected:
      "the header user, item, score, rank (tabs or commas between; score or rank may be missing)",
    got: JSON.stringify(got.slice(0, 80)),
    remedy: "Write a first line with these names; a ratings file is no file of lists",
  });
}

function emptyError(name: string): MoviolaError {
  return new MoviolaError("E_DATA_EMPTY", "A file of recommendation lists is empty", {
    where: name,
    expected: "rows of user, item, score, rank",
    got: "a header alone",
    remedy: "Check the tool that wrote the lists",
  });
}

function rowError(
  name: string,
  line: number,
  expected: string,
  cells: readonly string[],
): MoviolaError {
  return new MoviolaError("E_LIST_ROW", "A row of a recommendation list cannot be read", {
    where: `${name}, line ${line}`,
    expected,
    got: JSON.stringify(cells.join(" ").slice(0, 80)),
    remedy: "Mend the row, or the tool that wrote it",
  });
}
