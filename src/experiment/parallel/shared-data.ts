/**
 * Data of units in a form that crosses to workers: columns in shared memory, so that all workers read
 * one copy, and everything else as plain values that each worker gets once.
 */
import { Dataset, type DatasetParts, type Interactions } from "../../data/dataset.js";
import { IdMap } from "../../data/id-map.js";
import {
  knownFingerprint,
  rememberSplit,
  type SplitFingerprint,
} from "../../data/split/fingerprint.js";
import { openTestPart, TestPart } from "../../data/split/parts.js";
import type { Split } from "../../data/split/split.js";
import type { FeatureMatrix } from "../../models/contract.js";
import type { TuningParts } from "../select/tuning-parts.js";
import type { UnitData } from "./run-unit.js";

/** A data set without classes: ids in place of maps. */
export type PackedDataset = Omit<DatasetParts, "users" | "items"> & {
  readonly users: readonly string[];
  readonly items: readonly string[];
};

/** A split without classes. Without `test` what it was packed from had no test part either. */
export interface PackedSplit extends Pick<Split, "recipe" | "datasetHash" | "hash"> {
  readonly nUsers: number;
  readonly nItems: number;
  readonly train: Interactions;
  readonly valid: Interactions;
  readonly test?: { readonly rows: Interactions; readonly nDropped: number };
  /** What the rows were when the split was hashed, for the leak check of parts without a test part. */
  readonly fingerprint?: SplitFingerprint;
}

/** Data of units, ready to be posted. */
export interface PackedData {
  readonly split: PackedSplit;
  readonly features?: Readonly<Record<string, FeatureMatrix>>;
}

type Column = Int32Array | Float32Array | Float64Array | Uint8Array;

/** The same numbers in shared memory. */
function shared<T extends Column>(column: T): T {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const Kind = column.constructor as new (buffer: SharedArrayBuffer) => T;
  const copy = new Kind(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}

function sharedRows(rows: Interactions): Interactions {
  const { nRows, userIndex, itemIndex, rating, timestamp } = rows;
  return {
    nRows,
    userIndex: shared(userIndex),
    itemIndex: shared(itemIndex),
    rating: shared(rating),
    ...(timestamp === undefined ? {} : { timestamp: shared(timestamp) }),
  };
}

/** The data set as plain values with its columns in shared memory. */
export function packDataset(dataset: Dataset): PackedDataset {
  const { name, invented, ratingScale, itemContent, userAttributes } = dataset;
  const { rejected, sources, licence } = dataset;
  return {
    name,
    invented,
    ratingScale,
    users: dataset.users.ids,
    items: dataset.items.ids,
    interactions: sharedRows(dataset.interactions),
    itemContent,
    userAttributes,
    rejected,
    sources,
    licence,
  };
}

/** The data set that {@link packDataset} packed. */
export function unpackDataset(packed: PackedDataset): Dataset {
  const { users, items, ...rest } = packed;
  return new Dataset({ ...rest, users: new IdMap(users), items: new IdMap(items) });
}

/** Everything of the data but the data set. */
export function packData({ split, features }: UnitData): PackedData {
  const { recipe, datasetHash, hash, train, valid } = split;
  const fingerprint = knownFingerprint(hash);
  const packed: PackedSplit = {
    recipe,
    datasetHash,
    hash,
    nUsers: train.nUsers,
    nItems: train.nItems,
    train: sharedRows(train.interactions),
    valid: sharedRows(valid.interactions),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(split.test === undefined
      ? {}
      : { test: { rows: sharedRows(openTestPart(split.test)), nDropped: split.nDropped } }),
  };
  return {
    split: packed,
    ...(features === undefined ? {} : { features: sharedFeatures(features) }),
  };
}

function sharedFeatures(
  features: Readonly<Record<string, FeatureMatrix>>,
): Readonly<Record<string, FeatureMatrix>> {
  return Object.fromEntries(
    Object.entries(features).map(([name, { nItems, dim, values, missing, provenance }]) => [
      name,
      {
        ...{ nItems, dim, values: shared(values), missing: shared(missing) },
        ...(provenance === undefined ? {} : { provenance }),
      },
    ]),
  );
}

/** The data that {@link packData} packed, with their data set. */
export function unpackData({ split, features }: PackedData, dataset: Dataset): UnitData {
  const { recipe, datasetHash, hash, nUsers, nItems, train, valid, test, fingerprint } = split;
  if (fingerprint !== undefined) rememberSplit(hash, fingerprint);
  const parts: TuningParts = {
    recipe,
    datasetHash,
    hash,
    train: { kind: "train", nUsers, nItems, interactions: train },
    valid: { kind: "valid", nUsers, nItems, interactions: valid },
  };
  const whole: Split | TuningParts =
    test === undefined
      ? parts
      : { ...parts, test: new TestPart(nUsers, nItems, test.rows), nDropped: test.nDropped };
  return { dataset, split: whole, ...(features === undefined ? {} : { features }) };
}
