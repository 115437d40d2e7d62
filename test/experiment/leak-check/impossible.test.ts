/** The leaks of docs/leaks.md that have no way to a model: each attempt is made here, and fails. */
import { describe, expect, it } from "vitest";
import {
  splitPerUserRandom,
  TestPart,
  type Dataset,
  type Interactions,
  type Split,
} from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { gridSearch, runExperiment, tuningParts } from "../../../src/experiment/index.js";
import { createModel } from "../../../src/models/registry.js";
import { historyData } from "../../../src/models/siet/histories.js";
import { networkState } from "../../../src/models/shared/graph/network-state.js";
import { compileErrors } from "../../support/compile.js";
import { readDocument } from "../../support/documents.js";
import { campDataset, temporaryStore } from "../../support/experiment-data.js";

const dataset = campDataset();
const split = splitPerUserRandom(dataset, { train: 0.6, valid: 0.2, test: 0.2, seed: 1 });
const rows = openTestPart(split.test);

/** The split with other test rows: every test item is the next one. */
function otherTest({ nItems }: Dataset, given: Split): Split {
  const itemIndex = rows.itemIndex.map((item) => (item + 1) % nItems);
  const { nUsers } = given.test;
  return { ...given, test: new TestPart(nUsers, nItems, { ...rows, itemIndex }) };
}

const header = `
  import { gridSearch, runExperiment, type Dataset, type FitInput, type Split } from "../src/index.js";
  declare const dataset: Dataset;
  declare const split: Split;
`;

const impossible: Readonly<Record<string, () => Promise<void> | void>> = {
  "training-on-test": () => {
    const fit = `export const input: Pick<FitInput, "train"> = { train: split.test };`;
    expect(compileErrors(header + fit).join()).toContain("'TestPart' but required in type");
    expect(Object.keys(split.test)).not.toContain("interactions");
  },

  "selection-on-test": async () => {
    const call = `void gridSearch({ dataset, model: "als", parts: split });`;
    expect(compileErrors(header + call).join()).toContain("not assignable to type 'undefined'");
    // A program without types: what is chosen is the same whatever stands in the test part.
    const search = {
      dataset,
      model: "item-knn",
      space: { neighbours: [2, 10] },
      store: false,
    } as const;
    const chosen = [split, otherTest(dataset, split)].map(async (given) => {
      const { trials } = await gridSearch({ ...search, parts: given as never });
      return trials.map(({ value }) => value);
    });
    expect(await chosen[0]).toEqual(await chosen[1]);
  },

  "negatives-from-test": async () => {
    const unknown = `export const input: FitInput = { ...({} as FitInput), test: split.test };`;
    expect(compileErrors(header + unknown).join()).toContain("'test' does not exist in type");
    const settings = { epochs: 2, embeddingSize: 4 };
    expect(await stateAfterRun("bpr", settings, split)).toEqual(
      await stateAfterRun("bpr", settings, otherTest(dataset, split)),
    );
  },

  "popularity-of-all-data": async () => {
    const { arrays } = await stateAfterRun("popularity", {}, split);
    expect(arrays).toEqual(
      (await stateAfterRun("popularity", {}, otherTest(dataset, split))).arrays,
    );
    const counts = new Float32Array(dataset.nItems);
    for (const item of split.train.interactions.itemIndex) counts[item]++;
    expect(arrays.popularity).toEqual(counts);
  },

  "future-in-sequences": async () => {
    const { timestamp, userIndex, nRows } = split.train.interactions;
    const [user, time] = [userIndex[0], 6000];
    const model = createModel("siet", { epochs: 1, embeddingSize: 4, heads: 1 });
    await model.fit({ train: split.train, ratingScale: dataset.ratingScale, seed: 1 });
    const predict = async (train: Interactions): Promise<Float32Array> => {
      const { arrays, numbers } = networkState(
        {},
        historyData({ ...split.train, interactions: train }),
        1,
      );
      const state = model.state();
      const other = createModel("siet", model.describe().config);
      other.restore({
        ...state,
        arrays: { ...state.arrays, ...arrays },
        numbers: { ...state.numbers, ...numbers },
      });
      if (!("predict" in other)) throw new Error("siet predicts ratings");
      return other.predict(Int32Array.of(user), Int32Array.of(3), Float64Array.of(time));
    };
    const changed = (isChanged: (row: number) => boolean): Interactions => ({
      ...split.train.interactions,
      rating: split.train.interactions.rating.map((rating, row) =>
        isChanged(row) ? 6 - rating : rating,
      ),
    });
    const isOwn = (row: number): boolean => row < nRows && userIndex[row] === user;
    const plain = await predict(split.train.interactions);
    expect(await predict(changed((row) => isOwn(row) && timestamp![row] >= time))).toEqual(plain);
    expect(await predict(changed((row) => isOwn(row) && timestamp![row] < time))).not.toEqual(
      plain,
    );
  },
};

async function stateAfterRun(
  model: string,
  config: Readonly<Record<string, number>>,
  given: Split,
): Promise<
  ReturnType<Awaited<ReturnType<Awaited<ReturnType<typeof runExperiment>>["model"]>>["state"]>
> {
  // The other test rows were not hashed with the split.
  const allowLeaks = ["E_LEAK_SPLIT", "E_LEAK_PAIR"] as const;
  const options = { dataset, split: given, model, config, store: false, keepModel: true } as const;
  const run = await runExperiment({ ...options, allowLeaks });
  return (await run.model()).state();
}

describe("leaks without a way to a model", () => {
  const listed = Array.from(
    readDocument("docs/leaks.md").matchAll(/^\| `([a-z-]+)` .*\| impossible \|/gm),
    ([, name]) => name,
  );

  it("are those that docs/leaks.md lists as impossible", () => {
    expect(Object.keys(impossible).sort()).toEqual(listed.sort());
  });

  it.each(Object.entries(impossible))("%s", async (_name, attempt) => {
    await attempt();
  });
});

describe("a search", () => {
  it("refuses test rows in place of its validation rows, in this thread and in a worker", async () => {
    const valid = { ...split.valid, interactions: rows };
    const parts = { ...tuningParts(split), valid };
    const search = { dataset, model: "popularity", space: { halfLifeDays: [0, 30] }, parts };
    const store = await temporaryStore();
    await expect(gridSearch({ ...search, store })).rejects.toThrow(
      /E_LEAK_SPLIT.*\n.*rows of valid/,
    );
    await expect(gridSearch({ ...search, store, workers: 2 })).rejects.toThrow("E_LEAK_SPLIT");
  });
});
