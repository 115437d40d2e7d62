import type { EvidenceLevel, Paper, ProtocolName } from "./paper.js";

/** One printed number with all that says what it is. */
export interface PaperNumber {
  /** `table/row/column`. */
  readonly id: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly value: number;
  /** As the paper prints it, where that is not the value. */
  readonly printed?: string;
  readonly note?: string;
  readonly evidence: EvidenceLevel;
  /** What it is: a metric as runs name it, or a quantity. */
  readonly metric: string;
  readonly part?: "train" | "valid" | "test" | "all";
  /** The data set by its id in the file. */
  readonly data?: string;
  /** The model by its id in the file. */
  readonly model?: string;
  /** The protocol that it was measured under; faithful unless the table says otherwise. */
  readonly protocol: ProtocolName;
}

/** Every number of a paper's tables, in the order of the file. What a row says goes before column and table. */
export function numbersOf(paper: Paper): PaperNumber[] {
  return paper.tables.flatMap((table) =>
    table.rows.flatMap((row) =>
      table.columns.flatMap((column): PaperNumber[] => {
        const cell = Object.hasOwn(row.values, column.id) ? row.values[column.id] : undefined;
        if (cell === undefined) return [];
        const told = typeof cell === "number" ? { value: cell } : cell;
        const part = row.part ?? column.part ?? table.part;
        const data = row.data ?? column.data ?? table.data;
        const model = row.model ?? column.model ?? table.model;
        return [
          {
            id: `${table.id}/${row.id}/${column.id}`,
            table: table.title,
            row: row.title,
            column: column.title,
            value: told.value,
            ...("printed" in told ? { printed: told.printed } : {}),
            ...("note" in told && told.note !== undefined ? { note: told.note } : {}),
            evidence: row.evidence ?? table.evidence,
            metric: row.metric ?? column.metric ?? table.metric ?? column.title,
            ...(part === undefined ? {} : { part }),
            ...(data === undefined ? {} : { data }),
            ...(model === undefined ? {} : { model }),
            protocol: table.protocol ?? "faithful",
          },
        ];
      }),
    ),
  );
}

/** The number called `table/row/column`; undefined where the paper has none. */
export function numberOf(paper: Paper, id: string): PaperNumber | undefined {
  return numbersOf(paper).find((number) => number.id === id);
}
