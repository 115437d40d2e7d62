import { MoviolaError } from "../common/errors.js";
import type { AnyModel, Recommender, ScoreParts } from "../models/contract.js";
import type { DenseMatrix } from "../models/score-form.js";
import { findEntry, type SparseMatrix } from "../compute/sparse.js";
import { checkItems } from "../models/shared/index-checks.js";
import { checkFormUsers } from "./check-form.js";

/** An item of the user's history and what it adds to a score. */
export interface Reason {
  readonly itemIndex: number;
  /** In the units of the score; negative where the item speaks against. */
  readonly contribution: number;
}

/** Why a model scores an item as it does. */
export interface Explanation {
  readonly userIndex: number;
  readonly itemIndex: number;
  /** The model's score. */
  readonly score: number;
  /** Strongest first, those that add nothing left out; contributions sum to the score up to rounding. */
  readonly reasons: readonly Reason[];
}

/** Settings of {@link explain}. */
export interface ExplainOptions {
  /** Fitted. */
  readonly model: AnyModel;
  readonly user: number;
  readonly item: number;
}

/**
 * The items of a user's history that carry a score, exactly: for models that weigh the history (the
 * entries of the product that the score is), and for models that explain themselves. Throws
 * `E_EXPLAIN_MODEL` for other models, `E_MODEL_USER`, `E_MODEL_ITEM`.
 */
export function explain({ model, user, item }: ExplainOptions): Explanation {
  const parts = partsOf(model, user, item);
  if (parts === undefined || !("scoreUsers" in model)) throw modelError(model.describe().id);
  const reasons = Array.from(parts.items, (itemIndex, at) => ({
    itemIndex,
    contribution: parts.contributions[at],
  }));
  return {
    userIndex: user,
    itemIndex: item,
    score: model.scoreUsers(Int32Array.of(user))[item],
    reasons: reasons
      .filter(({ contribution }) => contribution !== 0)
      .sort(
        (one, other) => other.contribution - one.contribution || one.itemIndex - other.itemIndex,
      ),
  };
}

function partsOf(model: AnyModel, user: number, item: number): ScoreParts | undefined {
  if (!("scoreUsers" in model)) return undefined;
  return model.explain?.(user, item) ?? formParts(model, user, item);
}

/** The entries of the product, where they are items of the history. */
function formParts(model: Recommender, user: number, item: number): ScoreParts | undefined {
  const form = model.form?.();
  if (form?.kind !== "product" || form.through === "other") return undefined;
  const { left, right } = form;
  checkFormUsers(form, Int32Array.of(user));
  checkItems(Int32Array.of(item), right.nColumns);
  const [start, end] = left.offsets.subarray(user, user + 2);
  const items = left.columns.slice(start, end);
  const contributions = Float64Array.from(
    items,
    (middle, at) => left.values[start + at] * cell(right, middle, item),
  );
  return { items, contributions };
}

function cell(matrix: SparseMatrix | DenseMatrix, row: number, column: number): number {
  if (!("offsets" in matrix)) return matrix.values[row * matrix.nColumns + column];
  const entry = findEntry(matrix, row, column);
  return entry < 0 ? 0 : matrix.values[entry];
}

function modelError(id: string): MoviolaError {
  return new MoviolaError("E_EXPLAIN_MODEL", `The model "${id}" cannot say what carries a score`, {
    expected: "a model whose scores are sums over the items of the user's history",
    got: id,
    remedy: "Explain a model of that kind, such as item-knn",
  });
}
