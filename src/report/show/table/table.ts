import type { Displayable, MimeBundle } from "../displayable.js";
import { element, escapeHtml, textCell, type HtmlAttributes } from "../html.js";
import { cellHtml, cellText, cellValue, type IntervalCell } from "./cell.js";
import { resolveColumns, type Column, type ResolvedColumn, type TableRow } from "./column.js";

/** Settings of {@link table}. */
export interface TableDisplayOptions {
  /** Which columns, in which order; default: every key of the rows. */
  readonly columns?: readonly Column[];
  readonly caption?: string;
  /** File name of the downloads, without ending; default `table`. */
  readonly name?: string;
  /** True for rows that are sanity floors; shown muted. */
  readonly isFloor?: (row: TableRow) => boolean;
  /**
   * Ids of the runs behind a cell that does not carry them itself, such as a plain number; on the site
   * the number opens them.
   */
  readonly runIds?: (row: TableRow, column: string) => readonly string[] | undefined;
  /** Remarks under the table. */
  readonly notes?: readonly string[];
}

/** A table that can be sorted and downloaded, with aligned numbers, units, intervals and best marks. */
export class Table implements Displayable {
  readonly rows: readonly TableRow[];
  readonly #options: TableDisplayOptions;
  readonly #columns: readonly ResolvedColumn[];

  constructor(rows: readonly TableRow[], options: TableDisplayOptions) {
    this.rows = rows;
    this.#options = options;
    this.#columns = resolveColumns(rows, options.columns);
  }

  toMimeBundle(): MimeBundle {
    return { "text/plain": this.toText(), "text/html": this.toHtml() };
  }

  /** Aligned text, numbers to the right. */
  toText(): string {
    const columns = this.#columns.map((column) => {
      const title = column.unit === undefined ? column.title : `${column.title} (${column.unit})`;
      const cells = this.rows.map((row) => cellText(row[column.key], column.digits));
      const width = Math.max(title.length, ...cells.map((cell) => cell.length));
      const pad = (text: string): string =>
        column.type === "number" ? text.padStart(width) : text.padEnd(width);
      return [pad(title), "─".repeat(width), ...cells.map(pad)];
    });
    const lines = Array.from({ length: this.rows.length + 2 }, (_unused, line) =>
      columns
        .map((column) => column[line])
        .join("  ")
        .trimEnd(),
    );
    const { caption, notes = [] } = this.#options;
    return [...(caption === undefined ? [] : [caption]), ...lines, ...notes].join("\n");
  }

  /** Comma-separated values at full precision, one header line. */
  toCsv(): string {
    const quote = (value: string | number | boolean | undefined): string => {
      const text = value === undefined ? "" : String(value);
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    };
    const lines = [
      this.#columns.map((column) => quote(column.title)),
      ...this.rows.map((row) => this.#columns.map((column) => quote(cellValue(row[column.key])))),
    ];
    return lines.map((cells) => `${cells.join(",")}\n`).join("");
  }

  toHtml(): string {
    const { caption, name = "table", notes = [] } = this.#options;
    const title =
      caption === undefined
        ? ""
        : element("p", { class: "moviola-table-title" }, escapeHtml(caption));
    const head = element("thead", {}, element("tr", {}, this.#columns.map(headerHtml).join("")));
    const body = element(
      "tbody",
      {},
      this.rows.map((row, at) => this.#rowHtml(row, at)).join("\n"),
    );
    const attributes = { class: "moviola-table", "data-sortable": true, "data-name": name };
    const noteHtml = notes.map((note) => element("p", { class: "moviola-note" }, escapeHtml(note)));
    return (
      title +
      element("div", { class: "moviola-table-wrap" }, element("table", attributes, head + body)) +
      noteHtml.join("") +
      element(
        "p",
        { class: "moviola-downloads" },
        `${this.#download("csv")} ${this.#download("json")}`,
      )
    );
  }

  #download(kind: "csv" | "json"): string {
    const [type, content] =
      kind === "csv" ? ["text/csv", this.toCsv()] : ["application/json", JSON.stringify(this.rows)];
    const href = `data:${type};charset=utf-8,${encodeURIComponent(content)}`;
    const download = `${this.#options.name ?? "table"}.${kind}`;
    return element("a", { "data-download": kind, download, href }, kind.toUpperCase());
  }

  /** Where a cell's number is from, for pages that have its runs. */
  #origin(row: TableRow, column: string): HtmlAttributes {
    const cell = row[column];
    const own: Partial<IntervalCell> = typeof cell === "object" ? cell : {};
    const runIds = own.runIds ?? this.#options.runIds?.(row, column) ?? [];
    if (runIds.length === 0) return {};
    return { "data-runs": runIds.join(" "), "data-metric": own.metric };
  }

  #rowHtml(row: TableRow, position: number): string {
    const cells = this.#columns.map((column) => {
      const cell = row[column.key];
      const mark =
        position === column.bestRow ? "best" : position === column.secondRow ? "second" : "";
      const classes = [kindClass(column), mark].filter(Boolean).join(" ");
      const attributes = {
        class: classes || undefined,
        "data-value": cellValue(cell),
        ...this.#origin(row, column.key),
        ...(column.type === "number" ? {} : textCell),
      };
      return element("td", attributes, cellHtml(cell, column.digits));
    });
    return element(
      "tr",
      { class: this.#options.isFloor?.(row) ? "floor" : undefined },
      cells.join(""),
    );
  }
}

/** Long text takes a class, so that a page keeps it from being squeezed to a word a line. */
function kindClass({ type, isLong }: ResolvedColumn): string {
  return type === "number" ? "number" : isLong ? "words" : "";
}

function headerHtml(column: ResolvedColumn): string {
  const unit =
    column.unit === undefined
      ? ""
      : ` ${element("span", { class: "moviola-unit" }, escapeHtml(column.unit))}`;
  const attributes = {
    scope: "col",
    "data-type": column.type,
    class: kindClass(column) || undefined,
    ...(column.type === "number" ? {} : textCell),
  };
  return element("th", attributes, escapeHtml(column.title) + unit);
}

/**
 * A table of `rows` for `show()`. Numbers, `{ mean, low, high }` intervals, text and truth values are
 * cells; `undefined` is shown as a dash.
 *
 * @example
 * await show(table(rows, { columns: [{ key: "model" }, { key: "ndcg@10", best: "high" }] }));
 */
export function table(rows: readonly TableRow[], options: TableDisplayOptions = {}): Table {
  return new Table(rows, options);
}
