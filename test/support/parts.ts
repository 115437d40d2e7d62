import type { TrainPart } from "../../src/data/split/parts.js";
import type { FitInput } from "../../src/models/contract.js";

/** A training part from triples `[user, item, rating, timestamp?]`. */
export function trainPart(
  nUsers: number,
  nItems: number,
  rows: readonly (readonly [number, number, number?, number?])[],
): TrainPart {
  const timestamp = rows.map((row) => row[3]);
  return {
    kind: "train",
    nUsers,
    nItems,
    interactions: {
      nRows: rows.length,
      userIndex: Int32Array.from(rows, (row) => row[0]),
      itemIndex: Int32Array.from(rows, (row) => row[1]),
      rating: Float32Array.from(rows, (row) => row[2] ?? 1),
      ...(timestamp.every((time) => time !== undefined)
        ? { timestamp: Float64Array.from(timestamp) }
        : {}),
    },
  };
}

/** What a fit on `train` needs besides, on a scale from 0 to 5. */
export function fitInput(train: TrainPart, seed = 1): FitInput {
  return { train, ratingScale: { minimum: 0, maximum: 5, step: 1 }, seed };
}
