import { factorOperand, scoreFactors } from "../compute/kernels/score-factors.js";
import {
  densePanels,
  scoreDenseProduct,
  scoreSparseProduct,
} from "../compute/kernels/score-products.js";
import type { SparseOperand } from "../compute/kernels/sparse-dense.js";
import type { ComputePool } from "../compute/pool/pool.js";
import type { Workspace } from "../compute/pool/workspace.js";
import type { SparseMatrix } from "../compute/sparse.js";
import { checkScores } from "../metrics/ranking/errors.js";
import type { AnyModel } from "../models/contract.js";
import type { FactorForm, ProductForm, ScoreForm } from "../models/score-form.js";
import { checkForm, checkFormUsers } from "./check-form.js";

/** A block of users with their scores, in a workspace, until the next block is worked out. */
export interface ScoreBlock {
  readonly users: Int32Array;
  /** `[users.length x nItems]` */
  readonly rows: Float32Array;
}

/** Scores of users, at most `blockSize`, over all items; rejects as the model throws. */
export type BlockScorer = (users: Int32Array) => Promise<ScoreBlock>;

/**
 * A good `blockSize`: scores of 2^21 numbers at a time, but never more than 256 users'. Where every
 * block reads a large dense matrix from end to end, four times as many.
 */
export function usersPerBlock(model: AnyModel, nItems: number): number {
  const form = formOf(model);
  const isDense = form?.kind === "product" && !("offsets" in form.right);
  const [most, numbers] = isDense ? [1024, 2 ** 23] : [256, 2 ** 21];
  return Math.max(1, Math.min(most, Math.floor(numbers / nItems)));
}

/** The form of a recommender's scores, where it has one. */
export function formOf(model: AnyModel): ScoreForm | undefined {
  return "scoreUsers" in model ? model.form?.() : undefined;
}

/**
 * Works the scores of a fitted model out block by block, up to `blockSize` users at a time: by kernels
 * when the model states the form of its scores, otherwise by asking it. A rating predictor is asked for
 * every pair. Both ways give the same bits. Throws `E_COMPUTE_MEMORY`, and `E_MODEL_ITEM` for a model of
 * other items.
 */
export function blockScorer(
  model: AnyModel,
  nItems: number,
  blockSize: number,
  workspace: Workspace,
  pool: ComputePool,
): BlockScorer {
  const users = workspace.int32(blockSize);
  const rows = workspace.float32(blockSize * nItems);
  const form = formOf(model);
  if (form !== undefined) checkForm(form, nItems);
  const score =
    form === undefined
      ? askModel(model, nItems)
      : form.kind === "factors"
        ? byFactors(form, nItems, workspace, pool)
        : byProduct(form, nItems, workspace, pool);
  return async (asked) => {
    if (form !== undefined) checkFormUsers(form, asked);
    users.set(asked);
    const block = {
      users: users.subarray(0, asked.length),
      rows: rows.subarray(0, asked.length * nItems),
    };
    await score(block);
    return block;
  };
}

type FillRows = (block: ScoreBlock) => void | Promise<void>;

function askModel(model: AnyModel, nItems: number): FillRows {
  return async ({ users, rows }) => {
    const scores =
      "scoreUsers" in model
        ? model.scoreUsers(users.slice())
        : await predictAll(model, users, nItems);
    if (scores.length !== rows.length) {
      users.forEach((user, position) => {
        checkScores(user, scores.subarray(position * nItems, (position + 1) * nItems), nItems);
      });
    }
    rows.set(scores.subarray(0, rows.length));
  };
}

function predictAll(
  model: Extract<AnyModel, { predict: unknown }>,
  users: Int32Array,
  nItems: number,
): Float32Array | Promise<Float32Array> {
  const pairUsers = new Int32Array(users.length * nItems);
  const pairItems = pairUsers.map((_unused, cell) => cell % nItems);
  users.forEach((user, row) => pairUsers.fill(user, row * nItems, (row + 1) * nItems));
  return model.predict(pairUsers, pairItems);
}

function byFactors(
  form: FactorForm,
  nItems: number,
  workspace: Workspace,
  pool: ComputePool,
): FillRows {
  const operand = factorOperand(workspace, nItems, form);
  return ({ users, rows }) => scoreFactors(pool, workspace, operand, users, rows);
}

function byProduct(
  { left, right }: ProductForm,
  nItems: number,
  workspace: Workspace,
  pool: ComputePool,
): FillRows {
  const own = sparseOperand(workspace, left);
  if ("offsets" in right) {
    const weights = sparseOperand(workspace, right);
    return ({ users, rows }) => scoreSparseProduct(pool, nItems, own, weights, users, rows);
  }
  const weights = densePanels(workspace, right.nRows, right.nColumns, right.values);
  return ({ users, rows }) => scoreDenseProduct(pool, own, weights, users, rows);
}

function sparseOperand(
  workspace: Workspace,
  { nRows, offsets, columns, values }: SparseMatrix,
): SparseOperand {
  return {
    nRows,
    offsets: workspace.copyOf(offsets),
    columns: workspace.copyOf(columns),
    values: workspace.copyOf(values),
  };
}
