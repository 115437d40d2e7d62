import { contentHash } from "../../common/hash.js";
import type { Dataset } from "../../data/dataset.js";
import type { ItemState } from "../contract.js";
import { sha256 } from "../store/matrix-file.js";
import { importError, type ExternalVectors } from "./external-vectors.js";

/** Vectors in the order of a data set's items. */
export interface PlacedVectors {
  /** `[nItems x dim]`; 0 where an item has none. */
  readonly values: Float32Array;
  /** `[nItems]` */
  readonly states: ItemState[];
  /** `[nItems]` */
  readonly remarks: string[];
  /** `[nItems]` SHA-256 of each item's numbers; "" where it has none. */
  readonly sourceHashes: string[];
  /** Rows whose item the data set does not have. */
  readonly nUnknown: number;
}

/**
 * Puts vectors in the order of the items by their ids. An item without a row is `missing`, one whose row
 * is a placeholder as well, one whose row is all zeros `empty`, one with a number that is not finite
 * `broken`. Throws `E_FEATURE_IMPORT` when no row belongs to an item, when an item has two, or when rows
 * without ids are not as many as the items.
 */
export function placeVectors(
  path: string,
  vectors: ExternalVectors,
  dataset: Dataset,
): PlacedVectors {
  const { dim } = vectors;
  const rowOf = rowsByItem(path, vectors, dataset);
  const placed = {
    values: new Float32Array(dataset.nItems * dim),
    states: [] as ItemState[],
    remarks: [] as string[],
    sourceHashes: [] as string[],
  };
  let nKnown = 0;
  rowOf.forEach((row, item) => {
    if (row >= 0) nKnown++;
    const vector = vectors.values.subarray(row * dim, (row + 1) * dim);
    const id = dataset.items.idOf(item);
    const isPlaceholder = vectors.placeholders?.has(id) === true;
    const [state, remark] = stateOf(row < 0 || isPlaceholder ? undefined : vector);
    placed.states.push(state);
    placed.remarks.push(remark);
    placed.sourceHashes.push(state === "ok" ? hashOf(vector) : "");
    if (state === "ok") placed.values.set(vector, item * dim);
  });
  return { ...placed, nUnknown: vectors.values.length / dim - nKnown };
}

function stateOf(vector: Float32Array | undefined): [ItemState, string] {
  if (vector === undefined) return ["missing", "no vector in the file"];
  if (!vector.every(Number.isFinite)) return ["broken", "a number of the vector is not finite"];
  if (vector.every((value) => value === 0)) return ["empty", "all numbers of the vector are 0"];
  return ["ok", ""];
}

function hashOf(vector: Float32Array): string {
  return sha256(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
}

/** `[nItems]` row of each item, -1 for none. */
function rowsByItem(path: string, vectors: ExternalVectors, dataset: Dataset): Int32Array {
  const { ids, dim } = vectors;
  const nRows = vectors.values.length / dim;
  if (ids === undefined) {
    if (nRows === dataset.nItems) return Int32Array.from({ length: nRows }, (_unused, row) => row);
    const remedy = "Give the list of ids that belongs to the rows";
    throw importError(path, `${dataset.nItems} rows, one an item`, `${nRows} rows`, remedy);
  }
  if (ids.length !== nRows) {
    const remedy = "Give the list of ids that belongs to these rows, one a row";
    throw importError(path, `${nRows} ids, one a row`, `${ids.length} ids`, remedy);
  }
  const rowOf = new Int32Array(dataset.nItems).fill(-1);
  let nKnown = 0;
  ids.forEach((id, row) => {
    const item = dataset.items.indexOf(id);
    if (item < 0) return;
    if (rowOf[item] >= 0) {
      const got = `${JSON.stringify(id)} in rows ${rowOf[item]} and ${row}`;
      throw importError(path, "one row an item", got, "Keep one row of each item");
    }
    rowOf[item] = row;
    nKnown++;
  });
  if (nKnown > 0) return rowOf;
  const expected = `ids such as ${dataset.items.ids.slice(0, 3).join(", ")}`;
  const remedy = "Import them for the data set that they were made from";
  throw importError(path, expected, `ids such as ${ids.slice(0, 3).join(", ")}`, remedy);
}

/** One hash for the file and the numbers that were taken from it. */
export function importHash(vectors: ExternalVectors): string {
  return contentHash([vectors.hash, JSON.stringify([...(vectors.placeholders ?? [])].sort())]);
}
