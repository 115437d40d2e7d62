/**
 * Updates of the rows of a table that a step touches.
 *
 * An index that stands twice has its gradients summed first, and its new row is worked out and written twice,
 * to the same bits: nothing needs to be sorted or counted. What remains is to copy table and memories, once
 * for each gather. For 4,096 rows of a table of 100,000 x 64 a step took 30 ms of processor time; a dense
 * update 66; a dense update with a mask over its results 84.
 */
import { gather, indicesScattered, replaceRows } from "../operators/gather.js";
import type { Tensor } from "../tensor.js";
import type { Updated } from "./optimiser.js";

/**
 * Indices of the rows that a gradient can touch, `[..]` each, when it is made of gathered rows alone (and
 * perhaps scaled as a whole, as by clipping); else undefined.
 */
export function touchedRows(gradient: Tensor): readonly Tensor[] | undefined {
  const indices = indicesScattered(gradient);
  if (indices !== undefined) return [indices];
  const { operation } = gradient;
  const [first, second] = operation?.inputs ?? [];
  switch (operation?.type) {
    case "Mul":
      return second.shape.length === 0 ? touchedRows(first) : undefined;
    case "Add": {
      const [some, others] = [touchedRows(first), touchedRows(second)];
      return some === undefined || others === undefined ? undefined : [...some, ...others];
    }
    default:
      return undefined;
  }
}

/** The update of those rows; `[table, gradient, ...memories]`, all in the table's shape. */
export function updateRows(
  rows: readonly Tensor[],
  [table, gradient, ...memories]: readonly Tensor[],
  update: (table: Tensor, gradient: Tensor, memories: readonly Tensor[]) => Updated,
): Updated {
  let next: Updated = { parameter: table, memories };
  for (const indices of rows) {
    const some = (whole: Tensor): Tensor => gather(whole, indices);
    // From what was before the step, also where a row is touched by two gathers.
    const updated = update(some(table), some(gradient), memories.map(some));
    next = {
      parameter: replaceRows(next.parameter, indices, updated.parameter),
      memories: next.memories.map((memory, at) =>
        replaceRows(memory, indices, updated.memories[at]),
      ),
    };
  }
  return next;
}
