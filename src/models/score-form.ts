/**
 * What a recommender's scores are made of, for those that are a product of two matrices. Lists of all
 * users, and metrics over them, are then computed block by block by the kernels.
 */
import type { SparseMatrix } from "../compute/sparse.js";

/** score(u, i) = userFactors[u] . itemFactors[i] (+ itemBias[i]). */
export interface FactorForm {
  readonly kind: "factors";
  readonly nFactors: number;
  /** `[nUsers x nFactors]` */
  readonly userFactors: Float32Array;
  /** `[nItems x nFactors]` */
  readonly itemFactors: Float32Array;
  /** `[nItems]` */
  readonly itemBias?: Float32Array;
}

/** A row-major matrix. */
export interface DenseMatrix {
  readonly nRows: number;
  readonly nColumns: number;
  /** `[nRows x nColumns]` */
  readonly values: Float32Array;
}

/**
 * score(u, .) = sum over the entries (m, x) of row u of `left` of x * right[m, .]: the history of a user
 * times weights between items, or the neighbours of a user times their histories.
 */
export interface ProductForm {
  readonly kind: "product";
  /**
   * What the columns of `left` are: `items` of the user's history (the default), so that the entries
   * explain a score, or anything `other`, such as neighbouring users.
   */
  readonly through?: "items" | "other";
  /** `[nUsers x m]` */
  readonly left: SparseMatrix;
  /** `[m x nItems]` */
  readonly right: SparseMatrix | DenseMatrix;
}

/** Either form. */
export type ScoreForm = FactorForm | ProductForm;
