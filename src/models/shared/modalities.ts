/** Item features as models read them: in one order, checked, without holes. */
import { MoviolaError } from "../../common/errors.js";
import type { FeatureMatrix, FitInput } from "../contract.js";

/** One modality of all items. */
export interface Modality {
  /** As the caller named it, such as `image`. */
  readonly name: string;
  readonly dim: number;
  /**
   * `[nItems x dim]` row-major. The row of an item without a vector is the mean of the others' rows.
   * May be the caller's own array: never written to.
   */
  readonly values: Float32Array;
  /** `[nItems]` 1 where the item has no vector of its own. */
  readonly missing: Uint8Array;
}

/**
 * The modalities of a fit, at least one, sorted by name: their order among the features does not decide
 * a number. Throws `E_MODEL_FEATURES` when there is none, or one has another number of rows than there
 * are items, a number that is not finite in the row of an item that is not missing, or no vector at all.
 */
export function modalitiesOf(input: FitInput, modelId: string): readonly Modality[] {
  const modalities = givenModalities(input, modelId);
  if (modalities.length > 0) return modalities;
  throw featuresError(modelId, {
    expected: "at least one modality, such as `features: { image, text }`",
    got: "none",
    remedy: "Give --features NAME=FILE, or `features` of the run; `extractFeatures` makes some",
  });
}

/** {@link modalitiesOf} for a model that can do without: none is an empty list. */
export function givenModalities(input: FitInput, modelId: string): readonly Modality[] {
  const given = Object.entries(input.features ?? {});
  return given
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, matrix]) => modality(name, matrix, input.train.nItems, modelId));
}

function modality(name: string, matrix: FeatureMatrix, nItems: number, modelId: string): Modality {
  const { dim, values, missing } = matrix;
  const where = `modality "${name}"`;
  checkShape(matrix, nItems, modelId, where);
  const nMissing = missing.reduce((sum, mark) => sum + (mark === 0 ? 0 : 1), 0);
  if (nMissing === nItems) {
    throw featuresError(modelId, {
      where,
      expected: "a vector of at least one item",
      got: `none of ${nItems}: every item is marked as missing`,
      remedy: "Check that the ids of the features are those of the data set, or leave it out",
    });
  }
  checkFinite(matrix, modelId, where);
  if (nMissing > 0) return { name, dim, values: filled(matrix, nItems - nMissing), missing };
  // Graphs do not take memory that threads share, and would copy it at every step.
  const isShared = values.buffer instanceof SharedArrayBuffer;
  return { name, dim, values: isShared ? new Float32Array(values) : values, missing };
}

function checkShape(
  { nItems: nRows, dim, values, missing }: FeatureMatrix,
  nItems: number,
  modelId: string,
  where: string,
): void {
  const isWhole = dim > 0 && values.length === nRows * dim && missing.length === nRows;
  if (nRows === nItems && isWhole) return;
  const marks = isWhole ? "" : `, ${values.length} numbers, ${missing.length} marks of missing`;
  throw featuresError(modelId, {
    where,
    expected: `${nItems} rows, one an item, in the order of the data set's items`,
    got: `${nRows} rows of ${dim} numbers${marks}`,
    remedy: "Extract them from this data set, or import them by the ids of its items",
  });
}

function checkFinite(
  { nItems, dim, values, missing }: FeatureMatrix,
  id: string,
  at: string,
): void {
  for (let item = 0; item < nItems; item++) {
    if (missing[item] !== 0) continue;
    for (let place = item * dim; place < (item + 1) * dim; place++) {
      if (Number.isFinite(values[place])) continue;
      throw featuresError(id, {
        where: `${at}, item ${item}, number ${place - item * dim}`,
        expected: "a finite number",
        got: String(values[place]),
        remedy: "Mark the item as missing, or extract its features again",
      });
    }
  }
}

/** A copy in which rows of missing items hold the mean of the `nPresent` others. */
function filled({ nItems, dim, values, missing }: FeatureMatrix, nPresent: number): Float32Array {
  const sums = new Float64Array(dim);
  for (let item = 0; item < nItems; item++) {
    if (missing[item] !== 0) continue;
    for (let at = 0; at < dim; at++) sums[at] += values[item * dim + at];
  }
  const mean = Float32Array.from(sums, (sum) => sum / nPresent);
  const copy = new Float32Array(values);
  for (let item = 0; item < nItems; item++) {
    if (missing[item] !== 0) copy.set(mean, item * dim);
  }
  return copy;
}

function featuresError(
  modelId: string,
  details: ConstructorParameters<typeof MoviolaError>[2],
): MoviolaError {
  const summary = `The model "${modelId}" cannot learn from these item features`;
  return new MoviolaError("E_MODEL_FEATURES", summary, details);
}
