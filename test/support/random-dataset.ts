import fc from "fast-check";
import type { Dataset } from "../../src/data/index.js";
import { datasetOf, type Row } from "./dataset-of.js";

/** What {@link datasets} may draw. */
interface DrawOptions {
  /** Fewest rows; default 0. */
  readonly minRows?: number;
  /** Whether some ratings are missing; default false. */
  readonly missing?: boolean;
  /** Whether a user may have several rows for an item; default true. */
  readonly duplicates?: boolean;
}

/** Small data sets with times, many of them equal, for property tests. */
export function datasets(options: DrawOptions = {}): fc.Arbitrary<Dataset> {
  const { minRows = 0, missing = false, duplicates = true } = options;
  const rating = missing
    ? fc.constantFrom(1, 2, 3, 4, 5, Number.NaN)
    : fc.constantFrom(1, 2, 3, 4, 5);
  const row = fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 7 }), rating, fc.nat({ max: 9 }));
  const rows = duplicates
    ? fc.array(row, { minLength: minRows, maxLength: 60 })
    : fc.uniqueArray(row, {
        minLength: minRows,
        maxLength: 40,
        selector: ([user, item]) => `${user} ${item}`,
      });
  return rows.map((drawn) => datasetOf(drawn as Row[]));
}
