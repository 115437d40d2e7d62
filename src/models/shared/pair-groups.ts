import type { PairGroups } from "../../compute/kernels/pair-gradient.js";
import type { PairSamples } from "../../compute/kernels/pair-loss.js";
import type { Workspace } from "../../compute/pool/workspace.js";

/** The rows that a batch touches, how often, and with which samples. */
export interface TouchedRows {
  readonly groups: PairGroups;
  /** `[nRows]` entries that count positively, and negatively, of each row of the groups. */
  readonly positiveEntries: Int32Array;
  readonly negativeEntries: Int32Array;
}

/**
 * Sorts the entries of a batch by the row of a table that they touch: rows in the order in which the
 * batch first names them, a row's entries in the order of the batch. So each row's sum has one owner and
 * one order, however many threads there are.
 */
export class PairGrouper {
  readonly #arrays: PairGroups;
  readonly #positiveEntries: Int32Array;
  readonly #negativeEntries: Int32Array;
  /** `[nRows of the table]` place of a row among the groups plus 1, 0 outside the batch. */
  readonly #placeOf: Int32Array;

  /** For tables of `nRows` rows and batches of up to `nEntries` entries; arrays are of `workspace`. */
  constructor(workspace: Workspace, nRows: number, nEntries: number) {
    const most = Math.min(nRows, nEntries);
    this.#arrays = {
      rows: workspace.int32(most),
      offsets: workspace.int32(most + 1),
      samples: workspace.int32(nEntries),
      sources: workspace.int32(nEntries),
    };
    this.#positiveEntries = new Int32Array(most);
    this.#negativeEntries = new Int32Array(most);
    this.#placeOf = new Int32Array(nRows);
  }

  /** Rows of users: a sample adds its positive's row and subtracts its negative's. */
  byUser({ users, positives, negatives }: PairSamples): TouchedRows {
    return this.#group(users, positives, users, negatives);
  }

  /** Rows of items: a sample adds its user's row to the positive and subtracts it from the negative. */
  byItem({ users, positives, negatives }: PairSamples): TouchedRows {
    return this.#group(positives, users, negatives, users);
  }

  /** Entry 2s adds `added[s]` to row `adding[s]`, entry 2s + 1 subtracts in the same way. */
  #group(
    adding: Int32Array,
    added: Int32Array,
    subtracting: Int32Array,
    subtracted: Int32Array,
  ): TouchedRows {
    const { rows, offsets, samples, sources } = this.#arrays;
    const nSamples = adding.length;
    const nGroups = this.#count(adding, subtracting);
    offsets[0] = 0;
    for (let group = 0; group < nGroups; group++) {
      const size = this.#positiveEntries[group] + this.#negativeEntries[group];
      offsets[group + 1] = offsets[group] + size;
      // From here on the place of the row's next entry.
      this.#placeOf[rows[group]] = offsets[group];
    }
    for (let sample = 0; sample < nSamples; sample++) {
      const plus = this.#placeOf[adding[sample]]++;
      samples[plus] = sample;
      sources[plus] = added[sample];
      const minus = this.#placeOf[subtracting[sample]]++;
      samples[minus] = ~sample;
      sources[minus] = subtracted[sample];
    }
    for (let group = 0; group < nGroups; group++) this.#placeOf[rows[group]] = 0;
    return {
      groups: {
        rows: rows.subarray(0, nGroups),
        offsets: offsets.subarray(0, nGroups + 1),
        samples: samples.subarray(0, 2 * nSamples),
        sources: sources.subarray(0, 2 * nSamples),
      },
      positiveEntries: this.#positiveEntries.subarray(0, nGroups),
      negativeEntries: this.#negativeEntries.subarray(0, nGroups),
    };
  }

  /** Finds the rows and counts their entries. */
  #count(adding: Int32Array, subtracting: Int32Array): number {
    const { rows } = this.#arrays;
    let nGroups = 0;
    const groupOf = (row: number): number => {
      if (this.#placeOf[row] === 0) {
        rows[nGroups] = row;
        this.#positiveEntries[nGroups] = 0;
        this.#negativeEntries[nGroups] = 0;
        this.#placeOf[row] = ++nGroups;
      }
      return this.#placeOf[row] - 1;
    };
    for (let sample = 0; sample < adding.length; sample++) {
      this.#positiveEntries[groupOf(adding[sample])]++;
      this.#negativeEntries[groupOf(subtracting[sample])]++;
    }
    return nGroups;
  }
}
