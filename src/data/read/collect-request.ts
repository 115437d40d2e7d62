import type { IdMapBuilder } from "../id-map.js";
import type { ColumnPositions } from "./columns.js";
import type { RejectionLog } from "./rejection-log.js";
import type { OpenedFile } from "./source-file.js";
import type { TableOptions } from "./table-options.js";

/** What a table's collection needs beyond the options. */
export interface CollectRequest {
  readonly path: string;
  readonly options: TableOptions;
  /** Ids shared with other files. */
  readonly users?: IdMapBuilder;
  readonly items?: IdMapBuilder;
  /** Names of further columns whose cells `onRow` gets. */
  readonly extraColumns?: readonly string[];
  /** Called for every row that names a user and an item, taken or not, in the order of the file. */
  readonly onRow?: (cells: ExtraCells) => void;
}

/** The further cells of one row. */
export interface ExtraCells {
  readonly item: string;
  /** By `extraColumns`; null where the cell or the column is empty. */
  readonly extra: readonly (string | null)[];
  /** Whether the row became an interaction. */
  readonly taken: boolean;
}

/** One kind of table: opens it, finds the columns, and feeds the collector that `start` makes. */
export type TableSource = (
  file: OpenedFile,
  request: CollectRequest,
  log: RejectionLog,
  start: (columns: ColumnPositions) => RowSink,
) => Promise<void>;

/** Takes the rows of a table one by one. */
export type RowSink = (
  line: number,
  user: Cell,
  item: Cell,
  rating: Cell,
  timestamp: Cell,
  extra: readonly (string | null)[],
) => void;

export type Cell = string | number | null | undefined;
