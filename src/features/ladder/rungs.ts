/** The rungs of the parity ladder: each says how far vectors agree with an independent implementation. */
import { cosineOf, sharedNeighbours } from "./neighbours.js";

/** The rungs, lowest first. */
export const rungNames = ["pixels", "tokens", "cosine", "neighbours", "downstream"] as const;

/** One rung's name. */
export type RungName = (typeof rungNames)[number];

/** What a rung gave. */
export interface RungResult {
  readonly rung: RungName;
  /** Undefined when it could not be tested. */
  readonly passed: boolean | undefined;
  /** What was measured, against what, or why it could not be tested. */
  readonly detail: string;
}

/**
 * Largest difference of a pixel, after normalisation, that counts as none: a quarter of the smallest step
 * between two grey levels in use (1/255), so that every grey level is the same.
 */
const pixelTolerance = 0.001;

/** Least cosine of each vector with its reference. */
const leastCosine = 0.999;

/** Least share of the ten nearest neighbours that are the same. */
const leastOverlap = 0.95;

/** Prepared pictures, or samples of them, against the reference processor's. */
export function pixelRung(
  got: readonly Float32Array[],
  reference: readonly Float32Array[],
): RungResult {
  let largest = 0;
  got.forEach((pixels, at) => {
    if (pixels.length !== reference[at].length) largest = Infinity;
    pixels.forEach((value, place) => {
      const difference = Math.abs(value - reference[at][place]);
      // A number that is none is as far as can be.
      largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
    });
  });
  return {
    rung: "pixels",
    passed: largest <= pixelTolerance,
    detail: `largest difference ${largest.toExponential(1)} in ${got.length} pictures, at most ${pixelTolerance}`,
  };
}

/** Token ids against the reference tokenizer's. */
export function tokenRung(
  got: readonly ArrayLike<number>[],
  reference: readonly ArrayLike<number>[],
): RungResult {
  const text = (ids: ArrayLike<number>): string => Array.from(ids).join(" ");
  const nEqual = got.filter((ids, at) => text(ids) === text(reference[at])).length;
  const detail = `${nEqual} of ${got.length} texts have the same token ids`;
  return { rung: "tokens", passed: nEqual === got.length, detail };
}

/** Vectors `[rows x dim]` one by one. */
export function cosineRung(got: Float32Array, reference: Float32Array, dim: number): RungResult {
  let least = 1;
  for (let start = 0; start < reference.length; start += dim) {
    const vector = got.subarray(start, start + dim);
    least = Math.min(least, cosineOf(vector, reference.subarray(start, start + dim)));
  }
  const nRows = reference.length / dim;
  const detail = `least cosine ${least.toFixed(6)} over ${nRows} vectors, at least ${leastCosine}`;
  return { rung: "cosine", passed: least >= leastCosine, detail };
}

/** Who is near whom among the vectors `[rows x dim]`. */
export function neighbourRung(got: Float32Array, reference: Float32Array, dim: number): RungResult {
  const overlap = sharedNeighbours({ values: got, dim }, { values: reference, dim });
  const detail = `${(100 * overlap).toFixed(1)} % of the ten nearest are the same, at least ${100 * leastOverlap} %`;
  return { rung: "neighbours", passed: overlap >= leastOverlap, detail };
}

/** A difference of what the vectors are used for, with its interval: no difference lies within it. */
export function downstreamRung(
  measure: string,
  difference: { readonly mean: number; readonly low: number; readonly high: number },
): RungResult {
  const { mean, low, high } = difference;
  const detail = `${measure} differs by ${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
  return { rung: "downstream", passed: low <= 0 && high >= 0, detail };
}

/** A rung that could not be tested, and why. */
export function untested(rung: RungName, reason: string): RungResult {
  return { rung, passed: undefined, detail: `not tested: ${reason}` };
}

/**
 * The highest rung that holds while none below it fails; rungs that could not be tested are passed over.
 * Undefined when the first that was tested fails, or none was.
 */
export function rungReached(results: readonly RungResult[]): RungName | undefined {
  let reached: RungName | undefined;
  for (const name of rungNames) {
    const result = results.find(({ rung }) => rung === name);
    if (result?.passed === false) return reached;
    if (result?.passed === true) reached = name;
  }
  return reached;
}
