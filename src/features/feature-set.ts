import { MoviolaError } from "../common/errors.js";
import type {
  FeatureManifest,
  FeaturePreset,
  FeatureProvenance,
  Features,
  ItemState,
} from "./contract.js";
import type { DataFrameModule, TensorModule } from "./foreign-modules.js";
import type { StoredSet } from "./store/stored-set.js";

/** Everything a {@link FeatureSet} is made from. */
export interface FeatureSetParts extends StoredSet {
  /** `[nItems x dim]` row-major. */
  readonly values: Float32Array;
  /** `[nItems]` 1 where the item has no vector. */
  readonly missing: Uint8Array;
}

/** What {@link FeatureSet.matrix} gives: all that a model asks of features. */
export interface PlainMatrix {
  readonly nItems: number;
  readonly dim: number;
  /** `[nItems x dim]` row-major. */
  readonly values: Float32Array;
  /** `[nItems]` 1 where the item has no vector. */
  readonly missing: Uint8Array;
  /** What the vectors were made from, where the manifest says so. */
  readonly provenance?: FeatureProvenance;
}

/**
 * A finished feature set. It can be given to `runExperiment` as it is:
 * `features: { image: await extractFeatures(dataset, "mobilenet-v2") }`; the hash of its matrix and
 * mask goes into the run's manifest.
 */
export class FeatureSet implements Features, StoredSet {
  readonly id: string;
  readonly preset: FeaturePreset;
  readonly manifest: FeatureManifest;
  readonly itemIds: readonly string[];
  readonly values: Float32Array;
  readonly missing: Uint8Array;
  readonly states: readonly ItemState[];
  readonly remarks: readonly string[];
  readonly preprocessingHash: string;
  readonly deviceReason?: string;

  constructor(parts: FeatureSetParts) {
    this.id = parts.id;
    this.preset = parts.preset;
    this.manifest = parts.manifest;
    this.itemIds = parts.itemIds;
    this.values = parts.values;
    this.missing = parts.missing;
    this.states = parts.states;
    this.remarks = parts.remarks;
    this.preprocessingHash = parts.preprocessingHash;
    if (parts.deviceReason !== undefined) this.deviceReason = parts.deviceReason;
  }

  get nItems(): number {
    return this.manifest.nItems;
  }

  get dim(): number {
    return this.manifest.dim;
  }

  /** What the manifest says of items that were learned from; empty when nothing was fitted. */
  get provenance(): FeatureProvenance {
    const { fitOn } = this.manifest;
    if (fitOn === undefined) return {};
    const mask = new Uint8Array(this.nItems);
    if (fitOn === "all") mask.fill(1);
    else for (const item of fitOn) mask[item] = 1;
    return { fitOn: mask };
  }

  /** Share of the items that have a vector, 0 to 1; 0 without items. */
  get coverage(): number {
    const nMissing = this.missing.reduce((sum, value) => sum + value, 0);
    return this.nItems === 0 ? 0 : 1 - nMissing / this.nItems;
  }

  /** The vector of an item `[dim]`, undefined where it has none. Throws `E_FEATURE_ITEM`. */
  vectorOf(itemIndex: number): Float32Array | undefined {
    if (!Number.isInteger(itemIndex) || itemIndex < 0 || itemIndex >= this.nItems) {
      throw new MoviolaError("E_FEATURE_ITEM", "There is no such item in the features", {
        expected: `0 to ${this.nItems - 1}`,
        got: String(itemIndex),
        remedy: "Use the item indices of the data set that the features were extracted from",
      });
    }
    if (this.missing[itemIndex] === 1) return undefined;
    return this.values.subarray(itemIndex * this.dim, (itemIndex + 1) * this.dim);
  }

  /** The same vectors under another manifest. */
  withManifest(manifest: FeatureManifest): FeatureSet {
    const { id, preset, itemIds, values, missing, states, remarks } = this;
    const { preprocessingHash, deviceReason } = this;
    return new FeatureSet({
      ...{ id, preset, manifest, itemIds, values, missing, states, remarks, preprocessingHash },
      ...(deviceReason === undefined ? {} : { deviceReason }),
    });
  }

  /** Matrix and mask alone, sharing memory with this set. */
  matrix(): PlainMatrix {
    const { nItems, dim, values, missing, provenance } = this;
    const isKnown = Object.keys(provenance).length > 0;
    return { nItems, dim, values, missing, ...(isKnown ? { provenance } : {}) };
  }

  /**
   * A tensor `[nItems x dim]` made by the caller's own module: `features.toTensor(tf)`. Rows of items
   * without a vector are 0; `missing` says which.
   */
  toTensor<Tensor>(tf: TensorModule<Tensor>): Tensor {
    return tf.tensor2d(this.values, [this.nItems, this.dim], "float32");
  }

  /**
   * A data frame made by the caller's own module: `features.toDataFrame(dfd)`. One row an item that
   * has a vector, with the item's id as its index, and the columns `f0` .. `f<dim - 1>`. Danfo takes a
   * lone label for a number unless it is quoted: `frame.loc({ rows: ['"1193"'] })`.
   */
  toDataFrame<Frame>(dfd: DataFrameModule<Frame>): Frame {
    const columns = Array.from({ length: this.dim }, (_unused, at) => `f${at}`);
    const data: number[][] = [];
    const index: string[] = [];
    this.itemIds.forEach((id, item) => {
      const vector = this.vectorOf(item);
      if (vector === undefined) return;
      data.push(Array.from(vector));
      index.push(id);
    });
    return new dfd.DataFrame(data, { columns, index });
  }
}
