/** What features say that they were made from, row by row and item by item. */
import { describe, expect, it } from "vitest";
import { splitByLabels, type Split } from "../../../src/data/index.js";
import {
  fittedFinding,
  reviewFindings,
} from "../../../src/experiment/leak-check/features/provenance.js";
import { openSplit } from "../../../src/experiment/leak-check/opened-split.js";
import type { FeatureMatrix } from "../../../src/models/contract.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { matrixOf } from "../../support/leak-data.js";

/** Two users' rows by time; labels put the last of each into test, the one before into valid. */
const rows: Row[] = [
  [0, 0, 3, 10],
  [0, 1, 3, 20],
  [0, 2, 3, 30],
  [1, 0, 3, 100],
  [1, 1, 3, 200],
  [1, 3, 3, 300],
];
const dataset = datasetOf(rows);
const labels = [0, 1, 2, 0, 1, 2];

type Provenance = NonNullable<FeatureMatrix["provenance"]>;

function given(provenance: Provenance | undefined): (readonly [string, FeatureMatrix])[] {
  const plain = matrixOf(4, 1, () => 0);
  return [["text", provenance === undefined ? plain : { ...plain, provenance }]];
}

/** Reviews by user, item and time. */
function reviews(...given: readonly (readonly [number, number, number?])[]): Provenance {
  return {
    rows: {
      userIndex: Int32Array.from(given, ([user]) => user),
      itemIndex: Int32Array.from(given, ([, item]) => item),
      ...(given[0][2] !== undefined && {
        timestamp: Float64Array.from(given, ([, , time]) => time!),
      }),
    },
  };
}

describe("reviews behind features", () => {
  const found = (provenance: Provenance | undefined, timeOrder: "none" | "user" | "all") => {
    const split = splitByLabels(dataset, labels, { timeOrder });
    const [held, late] = reviewFindings(openSplit(dataset, split), given(provenance));
    return [held?.rows ?? [], late?.rows ?? []];
  };

  it("are found where they are of held-out rows, by user and item together", () => {
    expect(found(reviews([0, 0], [1, 0]), "none")).toEqual([[], []]);
    expect(found(reviews([0, 1], [0, 3], [1, 3], [1, 2]), "none")).toEqual([
      ["text: user u0, item i1: valid row 0", "text: user u1, item i3: test row 1"],
      [],
    ]);
    expect(found(undefined, "none")).toEqual([[], []]);
    expect(found({ fitOn: new Uint8Array(4).fill(1) }, "user")).toEqual([[], []]);
  });

  it("are late after the first held-out row: a user's own, or that of all", () => {
    const written = reviews([0, 0, 20], [0, 0, 21], [1, 0, 200], [1, 0, 201]);
    expect(found(written, "user")[1]).toEqual([
      "text: user u0, item i0: written at 21, held out from 20",
      "text: user u1, item i0: written at 201, held out from 200",
    ]);
    expect(found(written, "all")[1]).toEqual([
      "text: user u0, item i0: written at 21, held out from 20",
      "text: user u1, item i0: written at 200, held out from 20",
      "text: user u1, item i0: written at 201, held out from 20",
    ]);
    expect(found(written, "none")[1]).toEqual([]);
    expect(found(reviews([0, 0], [1, 0]), "user")[1]).toEqual([]);
  });
});

describe("items behind features", () => {
  // Item 0 alone has training rows.
  const found = (name: string, ...fitOn: number[]): readonly string[] => {
    const split = splitByLabels(dataset, labels);
    const named: Split = { ...split, recipe: { ...split.recipe, name } };
    const finding = fittedFinding(
      openSplit(dataset, named),
      given({ fitOn: Uint8Array.from(fitOn) }),
    );
    return finding?.rows ?? [];
  };

  it("are found where they were fitted on and are held out as new", () => {
    const all = ["text: item i1", "text: item i2", "text: item i3"];
    expect(found("cold-item", 1, 1, 1, 1)).toEqual(all);
    expect(found("cold-item", 1, 0, 0, 1)).toEqual(all.slice(2));
    expect(found("cold-item", 1, 0, 0, 0)).toEqual([]);
    expect(found("given-labels", 1, 1, 1, 1)).toEqual([]);
  });
});
