import { MoviolaError } from "../../common/errors.js";
import type { ItemContent } from "../../data/dataset.js";
import { tileSize, visitProducts } from "../neighbours/product-tiles.js";
import { unitRows } from "../neighbours/unit-rows.js";
import type { AlikePair } from "./group-pairs.js";
import { reportOf, type DuplicateReport } from "./report.js";
import type { PlainMatrix } from "../feature-set.js";

/** Options of {@link findNearDuplicates}. */
export interface NearDuplicatesOptions {
  /** Cosine from which on two items are alike; default 0.98. */
  readonly minimumCosine?: number;
  /** Subtract the mean vector first, for vectors that all lie close together; default false. */
  readonly centred?: boolean;
}

/** Rounding of float32 vectors of length 1: what is equal has a cosine within this of 1. */
const equalWithin = 1e-6;

/**
 * Items whose vectors nearly coincide, whatever the features: posters and texts that a model takes for
 * the same. `exact` groups have equal vectors. Throws `E_FEATURE_OPTION`.
 */
export function findNearDuplicates(
  features: PlainMatrix,
  itemContent: readonly Pick<ItemContent, "title">[],
  options: NearDuplicatesOptions = {},
): DuplicateReport {
  const { minimumCosine = 0.98, centred = false } = options;
  checkCosine(minimumCosine);
  const { items, rows, dim } = unitRows(features, { centred });
  const exact: AlikePair[] = [];
  const near: AlikePair[] = [];
  visitProducts(rows, dim, ({ first, firstCount, second, secondCount, products }) => {
    for (let i = 0; i < firstCount; i++) {
      for (let j = first === second ? i + 1 : 0; j < secondCount; j++) {
        const similarity = Math.min(1, products[i * tileSize + j]);
        if (similarity < minimumCosine) continue;
        const pair = { one: items[first + i], other: items[second + j], similarity };
        (similarity >= 1 - equalWithin ? exact : near).push(pair);
      }
    }
  });
  return reportOf(itemContent, exact, near, {
    nCompared: items.length,
    nSkipped: features.nItems - items.length,
    rule: `vectors with a cosine of at least ${minimumCosine}${centred ? ", centred" : ""}`,
  });
}

/** Throws `E_FEATURE_OPTION` unless `value` is above 0 and at most 1. */
export function checkCosine(value: number): void {
  if (value > 0 && value <= 1) return;
  throw new MoviolaError("E_FEATURE_OPTION", "A cosine cannot be used as a limit", {
    where: "minimumCosine",
    expected: "a number above 0 and at most 1",
    got: String(value),
    remedy: "The default fits most collections",
  });
}
