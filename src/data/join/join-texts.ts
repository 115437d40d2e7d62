import { dirname } from "node:path";

import { MoviolaError } from "../../common/errors.js";
import type { Dataset, ItemContent, RejectedRows } from "../dataset.js";
import { readTextObject } from "./text-object.js";
import type { TextRow } from "./text-row.js";
import { readCsvColumns } from "../read/csv-columns.js";
import type { CsvCells } from "../read/csv.js";
import {
  DEFAULT_MAXIMUM_REJECTED_SHARE,
  joinRejected,
  RejectionLog,
} from "../read/rejection-log.js";
import { describeSource, openDataFile } from "../read/source-file.js";
import { coverageOf, hasText, JoinCounter, type Coverage, type JoinRemainder } from "./coverage.js";

/** Which columns of a table of texts are joined, and how. */
export interface JoinTextsOptions {
  /** Column with the item's id; default `item_id`. */
  readonly idColumn?: string;
  /** Columns with texts, the preferred first; default `overview`, `plot`, `imdb_description`. */
  readonly textColumns?: readonly string[];
  /** `first`: the first text that is not empty; `all`: all of them, by blank lines; default `first`. */
  readonly combine?: "first" | "all";
  /** Columns with ids elsewhere, by the name they get; default `{ imdb: "imdb_id", tmdb: "tmdb_id" }`. */
  readonly externalIds?: Readonly<Record<string, string>>;
  /** Share of faulty rows, 0 to 1, above which reading fails with `E_DATA_ROW`; default 0.01. */
  readonly maximumRejectedShare?: number;
}

/** A data set with texts, and how far they reach. */
export interface JoinTextsResult {
  readonly dataset: Dataset;
  readonly coverage: Coverage & JoinRemainder;
  /** Rows of the table that could not be read. */
  readonly rejected: RejectedRows;
}

const DEFAULT_TEXT_COLUMNS = ["overview", "plot", "imdb_description"];
const DEFAULT_EXTERNAL_IDS = { imdb: "imdb_id", tmdb: "tmdb_id" };

/**
 * Joins the texts of a CSV or TSV table, or of a JSON object `{ "<item id>": "<text>" }`, packed or
 * not, to the items by id. An item that the table does not give a
 * text keeps the one it has. Errors: `E_DATA_COLUMN` when the id column, a text column that was
 * asked for, or all default text columns are missing, and those of reading a table.
 */
export async function joinTexts(
  dataset: Dataset,
  path: string,
  options: JoinTextsOptions = {},
): Promise<JoinTextsResult> {
  const log = new RejectionLog(path);
  const counter = new JoinCounter();
  const itemContent: ItemContent[] = [...dataset.itemContent];
  let nRows = 0;
  const { headText } = await openDataFile(path);
  const join = ({ id, texts, externalIds }: TextRow): void => {
    nRows++;
    const item = counter.take(dataset, id);
    if (item < 0) return;
    const text = options.combine === "all" ? texts.join("\n\n") : texts[0];
    itemContent[item] = withText(itemContent[item], text, externalIds);
  };
  if (headText.trimStart().startsWith("{")) await readTextObject(path, log, join);
  else await readTexts(path, options, log, join);
  log.check(nRows, options.maximumRejectedShare ?? DEFAULT_MAXIMUM_REJECTED_SHARE);
  const joined = dataset.with({
    itemContent,
    rejected: joinRejected([dataset.rejected, log.rows()]),
    sources: [...dataset.sources, await describeSource(path, dirname(dirname(path)))],
  });
  const coverage = { ...coverageOf(joined, hasText), ...counter.remainder() };
  return { dataset: joined, coverage, rejected: log.rows() };
}

async function readTexts(
  path: string,
  options: JoinTextsOptions,
  log: RejectionLog,
  visit: (row: TextRow) => void,
): Promise<void> {
  const { idColumn = "item_id", textColumns = DEFAULT_TEXT_COLUMNS } = options;
  const external = Object.entries(options.externalIds ?? DEFAULT_EXTERNAL_IDS);
  const optional = external.map(([, column]) => column);
  const asked = options.textColumns !== undefined;
  const request = {
    path,
    required: asked ? [idColumn, ...textColumns] : [idColumn],
    optional: asked ? optional : [...textColumns, ...optional],
  };
  const header = await readCsvColumns(request, log, (cells, line) => {
    const id = cells[0]?.trim() ?? "";
    if (id === "") log.add(line, "the id is empty");
    else {
      const texts = presentCells(cells.slice(1, 1 + textColumns.length));
      visit({ id, texts, externalIds: namedCells(external, cells.slice(1 + textColumns.length)) });
    }
  });
  if (!textColumns.some((name) => header.includes(name))) {
    throw noTextColumn(path, textColumns, header);
  }
}

function presentCells(cells: CsvCells): string[] {
  return cells.map((cell) => cell?.trim() ?? "").filter((cell) => cell !== "");
}

function namedCells(
  external: readonly (readonly [string, string])[],
  cells: CsvCells,
): Record<string, string> {
  const ids: Record<string, string> = {};
  external.forEach(([name], index) => {
    const id = cells[index]?.trim() ?? "";
    if (id !== "") ids[name] = id;
  });
  return ids;
}

function withText(
  content: ItemContent,
  text: string | undefined,
  ids: Readonly<Record<string, string>>,
): ItemContent {
  const externalIds = { ...content.externalIds, ...ids };
  return {
    ...content,
    ...(text !== undefined && text !== "" && { text }),
    ...(Object.keys(externalIds).length > 0 && { externalIds }),
  };
}

function noTextColumn(
  path: string,
  wanted: readonly string[],
  header: readonly string[],
): MoviolaError {
  return new MoviolaError("E_DATA_COLUMN", "A column of a table was not found", {
    where: `${path}, line 1`,
    expected: `one of the columns ${wanted.join(", ")}`,
    got: header.join(", "),
    remedy: "Name the columns with texts: textColumns",
  });
}
