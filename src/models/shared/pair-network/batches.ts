import type { Batch } from "../../../compute/graph/index.js";
import type { ComputePool } from "../../../compute/pool/pool.js";
import type { Workspace } from "../../../compute/pool/workspace.js";
import { PairBatches, type PairBatchOptions } from "../pair-batches.js";
import { transpose } from "../../../compute/sparse.js";
import type { PositiveTable } from "../positive-table.js";

/**
 * Batches of users, positives and negatives for the trainer of graphs. Negatives are items with training
 * rows, as in MMRec, so that an item which nobody has is not learned to be one that nobody wants; where
 * someone has all of those, they are any items.
 */
export class PairSource {
  readonly #batches: PairBatches;
  /** The items among which negatives are drawn, ascending; undefined: all. */
  readonly #items: Int32Array | undefined;

  /** Its arrays are of `workspace` and live as long. */
  constructor(
    workspace: Workspace,
    pool: ComputePool,
    table: PositiveTable,
    options: PairBatchOptions,
  ) {
    this.#items = drawableItems(table);
    const drawn = this.#items === undefined ? table : withItems(table, this.#items);
    this.#batches = new PairBatches(workspace, pool, drawn, options);
  }

  get nBatches(): number {
    return this.#batches.nBatches;
  }

  /** The batches of epoch `epoch`, whichever came before it. */
  *epoch(epoch: number, feeds: Batch["feeds"]): Generator<Batch> {
    this.#batches.startEpoch(epoch);
    for (let at = 0; at < this.nBatches; at++) {
      const { users, positives, negatives } = this.#batches.batch(at);
      const own = { users: users.slice(), ...this.#named(positives, negatives) };
      yield { feeds: { ...feeds, ...own }, sizes: { batch: users.length } };
    }
  }

  /** Indices of items again; copies, since a session does not read the pool's memory. */
  #named(positives: Int32Array, negatives: Int32Array): Record<string, Int32Array> {
    const items = this.#items;
    if (items === undefined) return { positives: positives.slice(), negatives: negatives.slice() };
    const named = (places: Int32Array): Int32Array => Int32Array.from(places, (at) => items[at]);
    return { positives: named(positives), negatives: named(negatives) };
  }
}

function drawableItems({ nUsers, nItems, byUser, byItem }: PositiveTable): Int32Array | undefined {
  const all = Int32Array.from({ length: nItems }, (_unused, item) => item);
  const items = all.filter((item) => byItem.offsets[item + 1] > byItem.offsets[item]);
  if (items.length === nItems) return undefined;
  for (let user = 0; user < nUsers; user++) {
    if (byUser.offsets[user + 1] - byUser.offsets[user] === items.length) return undefined;
  }
  return items;
}

/** The table over `items` alone, which has all columns with entries. */
function withItems({ nUsers, byUser, nItems }: PositiveTable, items: Int32Array): PositiveTable {
  const placeOf = new Int32Array(nItems);
  items.forEach((item, place) => (placeOf[item] = place));
  const columns = byUser.columns.map((item) => placeOf[item]);
  const own = { ...byUser, nColumns: items.length, columns };
  return { nUsers, nItems: items.length, byUser: own, byItem: transpose(own) };
}
