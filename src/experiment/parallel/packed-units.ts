import type { Order } from "./messages.js";
import { dataOf, type UnitData } from "./run-unit.js";
import { packData, packDataset, type PackedData, type PackedDataset } from "./shared-data.js";

/** The data of a call's units in the form that crosses: packed when first needed, once for all workers. */
export class PackedUnits {
  readonly #data: ReadonlyMap<string, UnitData>;
  readonly #datasets = new Map<string, PackedDataset>();
  readonly #packed = new Map<string, PackedData>();

  constructor(data: ReadonlyMap<string, UnitData>) {
    this.#data = data;
  }

  /**
   * Posts what a worker lacks of the data `key`; `sent` holds what it has, and is brought up to date.
   * Throws `E_PARALLEL_UNIT` for a key that was not given.
   */
  send(key: string, sent: Set<string>, post: (order: Order) => void): void {
    if (sent.has(`data ${key}`)) return;
    const given = dataOf(this.#data, key);
    const datasetHash = given.dataset.contentHash;
    if (!sent.has(`dataset ${datasetHash}`)) {
      const dataset = kept(this.#datasets, datasetHash, () => packDataset(given.dataset));
      post({ kind: "dataset", hash: datasetHash, dataset });
      sent.add(`dataset ${datasetHash}`);
    }
    const data = kept(this.#packed, key, () => packData(given));
    post({ kind: "data", key, datasetHash, data });
    sent.add(`data ${key}`);
  }
}

/** What `known` holds under `key`, made and kept when it is not there. */
function kept<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
