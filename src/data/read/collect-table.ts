import { MoviolaError } from "../../common/errors.js";
import type { Interactions } from "../dataset.js";
import type { CollectRequest, RowSink, TableSource } from "./collect-request.js";
import { collectCsv } from "./collect-csv.js";
import { collectJsonLines } from "./collect-json-lines.js";
import { collectParquet } from "./collect-parquet.js";
import type { ColumnPositions } from "./columns.js";
import { InteractionCollector } from "./interaction-collector.js";
import { RejectionLog } from "./rejection-log.js";
import { openDataFile, type OpenedFile } from "./source-file.js";

/** A table's interactions, before ids are fixed. */
export interface CollectedTable {
  readonly collector: InteractionCollector;
  readonly interactions: Interactions;
  /** False when the table has no rating column: every row is a positive with rating 1. */
  readonly hasRating: boolean;
}

/** Reads a table of any known kind, told by its content: Parquet, JSON lines, CSV or TSV. */
export async function collectTable(request: CollectRequest): Promise<CollectedTable> {
  const file = await openDataFile(request.path);
  const log = new RejectionLog(request.path);
  let collector: InteractionCollector | undefined;
  let hasRating = false;
  const start = (columns: ColumnPositions): RowSink => {
    hasRating = columns.rating !== undefined;
    collector = new InteractionCollector(log, {
      ...request.options,
      implicit: !hasRating,
      hasTimestamp: columns.timestamp !== undefined,
      ...(request.users && { users: request.users }),
      ...(request.items && { items: request.items }),
    });
    return sinkOf(collector, request.onRow);
  };
  await sourceOf(file)(file, request, log, start);
  if (collector === undefined) throw noRows(request.path);
  const interactions = collector.finish();
  if (interactions.nRows === 0 && log.count === 0) throw noRows(request.path);
  return { collector, interactions, hasRating };
}

function sinkOf(collector: InteractionCollector, onRow: CollectRequest["onRow"]): RowSink {
  if (onRow === undefined) {
    return (line, user, item, rating, timestamp) =>
      void collector.add(line, user, item, rating, timestamp);
  }
  return (line, user, item, rating, timestamp, extra) => {
    const taken = collector.add(line, user, item, rating, timestamp);
    if (item !== null && item !== undefined) onRow({ item: String(item), extra, taken });
  };
}

function sourceOf(file: OpenedFile): TableSource {
  if (file.headText.startsWith("PAR1")) return collectParquet;
  const start = file.headText.trimStart()[0];
  if (start === "{") return collectJsonLines;
  if (start === "[") {
    throw new MoviolaError("E_DATA_TABLE", "A table cannot be read", {
      where: file.path,
      expected: "JSON lines: one object a line",
      got: "a JSON array",
      remedy: "Write one object a line, such as with `jq -c '.[]'`",
    });
  }
  return collectCsv;
}

function noRows(path: string): MoviolaError {
  return new MoviolaError("E_DATA_EMPTY", "A data file is empty", {
    where: path,
    expected: "rows of data",
    got: "a header alone",
    remedy: "Get the file again; its download may have failed",
  });
}
