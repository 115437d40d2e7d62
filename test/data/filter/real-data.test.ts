import { beforeAll, describe, expect, it } from "vitest";
import {
  findDuplicateItems,
  kCore,
  loadDataset,
  mergeDuplicateItems,
  mergeDuplicatePairs,
  positivesByThreshold,
  type Dataset,
} from "../../../src/data/index.js";
import { hasDataset } from "../../support/real-data.js";

describe.skipIf(!(await hasDataset("ml-100k")))(
  "filters on MovieLens 100K (needs the data)",
  () => {
    let dataset: Dataset;
    beforeAll(async () => {
      dataset = await loadDataset("ml-100k");
    });

    it("finds the 18 films that stand under two ids", () => {
      const ids = findDuplicateItems(dataset).map((film) => film.ids.join("="));
      expect(ids).toEqual([
        ...["246=268", "266=680", "297=303", "304=500", "305=865", "309=1606", "329=348"],
        ...["573=670", "711=1658", "876=881", "878=1003", "1175=1617", "1234=1654"],
        ...["1256=1257", "1395=1607", "1429=1680", "1477=1625", "1645=1650"],
      ]);
    });

    it("merges them: 18 items and the second ratings go, nothing else", () => {
      const { dataset: merged, report } = mergeDuplicateItems(dataset);
      expect([merged.nUsers, merged.nItems]).toEqual([943, 1664]);
      expect([merged.nRatings, report.nRemovedRows]).toEqual([99_693, 307]);
      expect(merged.itemContent[merged.items.indexOf("246")].title).toContain("Chasing Amy");
      expect(merged.items.indexOf("268")).toBe(-1);
      expect(findDuplicateItems(merged)).toEqual([]);
    });

    it("has no pair twice", () => {
      expect(mergeDuplicatePairs(dataset, "first").report).toEqual({ nPairs: 0, nRemoved: 0 });
    });

    it("has 55,375 ratings of at least 4 and 21,201 above", () => {
      expect(positivesByThreshold(dataset, 4).nRatings).toBe(34_174 + 21_201);
      expect(positivesByThreshold(dataset, 4, ">").nRatings).toBe(21_201);
    });

    it("has cores with content that still belongs to the ids", () => {
      const core = kCore(dataset, { users: 20, items: 20 });
      expect([core.nUsers, core.nItems, core.nRatings]).toEqual([917, 937, 94_443]);
      core.items.ids.forEach((id, item) => {
        expect(core.itemContent[item]).toBe(dataset.itemContent[dataset.items.indexOf(id)]);
      });
    });
  },
);
