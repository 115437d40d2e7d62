/**
 * Four users of four items, small enough to compute networks by hand. Each user with positives lacks one item, so
 * that which negative a pair is trained with is known; user 4 has none.
 */
import type { Config } from "../../src/common/json.js";
import { createRandom } from "../../src/compute/random.js";
import type { FeatureMatrix, FitInput, FitReport, Recommender } from "../../src/models/contract.js";
import type { ModelEntry } from "../../src/models/model-entry.js";
import { matrixOf, type Matrix } from "./dense-matrix.js";
import { trainPart } from "./parts.js";

export const nUsers = 5;
export const nItems = 4;

/** Items of each user. */
export const histories: readonly (readonly number[])[] = [
  [0, 1, 2],
  [0, 1, 2],
  [0, 1, 3],
  [0, 2, 3],
  [],
];

/** All pairs with their negatives. */
export const triples = histories.flatMap((items, user) =>
  items.map((positive) => ({
    user,
    positive,
    negative: [0, 1, 2, 3].find((item) => !items.includes(item))!,
  })),
);

/** 1 where a user has an item, `[nUsers x nItems]`. */
export const relation: Matrix = histories.map((items) =>
  Array.from({ length: nItems }, (_unused, item) => (items.includes(item) ? 1 : 0)),
);

/** Features of the items, `[nItems x 3]` and `[nItems x 2]`, whose nearest items differ. */
export const features: Readonly<Record<"image" | "text", Matrix>> = {
  image: [
    [1, 0.2, 0],
    [0.9, 0.1, 0.3],
    [0, 1, 0.1],
    [0.2, 0.8, 0.5],
  ],
  text: [
    [1, 0.1],
    [0.2, 1],
    [0.8, 0.3],
    [0.1, 0.6],
  ],
};

export function featureMatrix(rows: Matrix): FeatureMatrix {
  const values = Float32Array.from(rows.flat());
  return { nItems, dim: rows[0].length, values, missing: new Uint8Array(nItems) };
}

export function tinyInput(changes: Partial<FitInput> = {}): FitInput {
  const rows = triples.map(({ user, positive }) => [user, positive, 1] as const);
  return {
    train: trainPart(nUsers, nItems, rows),
    ratingScale: { minimum: 1, maximum: 1, step: 1 },
    features: { image: featureMatrix(features.image), text: featureMatrix(features.text) },
    seed: 3,
    ...changes,
  };
}

/** A model after a fit, and what its network was made of. */
export interface Fitted {
  readonly model: Recommender;
  readonly report: FitReport;
  /** An array of the state as rows of `width` numbers. */
  readonly rows: (name: string, width: number) => Matrix;
  /** The loss of the last epoch. */
  readonly loss: number;
}

/**
 * Fits on {@link tinyInput}. Without a learning rate the parameters stay where they start (steps of 1e-30 are lost
 * in single precision): vectors and loss are then those of the parameters in the state.
 */
export async function fitTiny(
  entry: ModelEntry<Recommender>,
  config: Config = {},
  changes: Partial<FitInput> = {},
): Promise<Fitted> {
  const still = { epochs: 1, learningRate: 1e-30, batchSize: 64, embeddingSize: 3 };
  const model = entry.create({ ...entry.defaults, ...still, ...config });
  const report = await model.fit(tinyInput(changes));
  const { arrays } = model.state();
  return {
    model,
    report,
    rows: (name, width) => matrixOf(arrays[name], width),
    loss: report.curve.at(-1)!.values.loss,
  };
}

/** Features of the same shape that say something else. */
export function otherFeatures(rows: Matrix): FeatureMatrix {
  const random = createRandom(1, "test/other features");
  return featureMatrix(rows.map((row) => row.map(() => random.normal())));
}
