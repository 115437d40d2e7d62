/** Every leak of docs/leaks.md that the check finds is planted here, and stops the run before it learns. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  splitByLabels,
  splitColdItem,
  splitGlobalTemporal,
  splitPerUserRandom,
  type Dataset,
  type Split,
} from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import {
  checkLeaks,
  leakCatalogue,
  runExperiment,
  type LeakCode,
} from "../../../src/experiment/index.js";
import type { FeatureMatrix } from "../../../src/models/contract.js";
import { modelEntry, reviewProfiles } from "../../../src/models/index.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { readDocument } from "../../support/documents.js";
import {
  filmDataset,
  filmRows,
  itemMeans,
  matrixOf,
  noiseMatrix,
} from "../../support/leak-data.js";

/** What a run is given, and a word that the named rows must hold. */
interface Planted {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly text?: FeatureMatrix;
  readonly named: string | RegExp;
}

const shares = { train: 0.7, valid: 0.1, test: 0.2 };
const rows = filmRows();
const dataset = filmDataset();
const split = splitPerUserRandom(dataset, { ...shares, seed: 1 });
const { nItems } = dataset;

/** Parts in turns, so that every user has rows in all of them. */
function turns(nRows: number): number[] {
  return Array.from({ length: nRows }, (_unused, row) => [0, 0, 1, 0, 2][row % 5]);
}

/** The films with further rows, split in turns, or by the last rows' labels. */
function withRows(more: readonly Row[], labels: readonly number[] = []): Planted {
  const given = datasetOf([...rows, ...more]);
  const parts = [...turns(given.nRatings - labels.length), ...labels];
  return { dataset: given, split: splitByLabels(given, parts), named: "" };
}

/** The first user's rows once more under a new id. */
function secondId(timeOf: (time: number) => number): Row[] {
  const own = rows.filter(([user]) => user === 0);
  return own.map(([, item, rating, time]) => [dataset.nUsers, item, rating, timeOf(time!)]);
}

/** A review of every row, whose vector tells its rating; and the vectors of items made of them. */
function reviewVectors(given: Split, timeOf: (time: number) => number): FeatureMatrix {
  const parts = [given.train.interactions, given.valid.interactions, openTestPart(given.test)];
  const all = parts.flatMap(({ userIndex, itemIndex, rating, timestamp }, part) =>
    Array.from(userIndex, (user, row) => ({
      ...{ user, item: itemIndex[row], rating: rating[row], part },
      time: timeOf(timestamp![row]),
    })),
  );
  const { items } = reviewProfiles(
    {
      ...{ nUsers: dataset.nUsers, nItems, dim: 2 },
      userIndex: Int32Array.from(all, ({ user }) => user),
      itemIndex: Int32Array.from(all, ({ item }) => item),
      rating: Float32Array.from(all, ({ rating }) => rating),
      vectors: Float32Array.from(all.flatMap(({ rating, item }) => [rating - 3, item % 7])),
      part: all.map(({ part }) => part),
      timestamp: Float64Array.from(all, ({ time }) => time),
    },
    { parts: given.recipe.timeOrder === "none" ? "leak-held-out-reviews" : "train" },
  );
  return { nItems, ...items };
}

const planted: Readonly<Record<LeakCode, () => Planted>> = {
  E_LEAK_PAIR: () => {
    const [user, item] = rows[0];
    return {
      ...withRows([[user, item, 5, 1]], [2]),
      named: /^user u0, item i\d+: train row 0, test/,
    };
  },
  E_LEAK_REPEAT: () => {
    const [user, item] = rows[0];
    return { ...withRows([[user, item, 5, 1]], [0]), named: /train row 0, train row \d+$/ };
  },
  E_LEAK_TIME: () => ({
    dataset,
    split: splitByLabels(dataset, turns(dataset.nRatings), { timeOrder: "user" }),
    named: /^valid row \d+ \(user u0, item i\d+\): time \d+, learnt from rows up to \d+$/,
  }),
  E_LEAK_DATASET: () => ({
    dataset: dataset.with({ name: "other", ratingScale: { minimum: 0, maximum: 5, step: 1 } }),
    split,
    named: /^hash \w{16} was named/,
  }),
  E_LEAK_SPLIT: () => {
    const fresh = splitPerUserRandom(dataset, { ...shares, seed: 2 });
    fresh.train.interactions.rating[7] = 5.5;
    return { dataset, split: fresh, named: "rows of train" };
  },
  E_LEAK_ROWS: () => ({
    dataset,
    split: { ...split, nDropped: 3 },
    named: `${rows.length + 3} rows in the split, ${rows.length} in the data set`,
  }),
  E_LEAK_SHAPE: () => ({
    dataset,
    split: { ...split, train: { ...split.train, nItems: 5 } },
    named: "train: 400 x 5, not 400 x 120",
  }),
  E_LEAK_FILM: () => {
    const itemContent = dataset.itemContent.map((content, item) =>
      item === 1 ? { ...content, title: "FILM  0" } : content,
    );
    const given = dataset.with({ itemContent });
    return {
      dataset: given,
      split: splitPerUserRandom(given, { ...shares, seed: 1 }),
      named:
        /^user u\d+, "film {1,2}0" of 2000: item i[01] in \w+ row \d+, item i[01] in \w+ row \d+$/i,
    };
  },
  E_LEAK_USER: () => ({
    ...withRows(secondId((time) => time)),
    named: /^users u0 and u400, item i\d+: \w+ row \d+, \w+ row \d+$/,
  }),
  E_LEAK_ALIKE: () => ({
    ...withRows(secondId((time) => time + 86_400)),
    named: /^users u0 and u400, item i\d+: \w+ row \d+, \w+ row \d+$/,
  }),
  E_LEAK_REVIEW: () => ({
    ...{ dataset, split },
    text: reviewVectors(split, (time) => time),
    named: /^text: user u\d+, item i\d+: (valid|test) row \d+$/,
  }),
  E_LEAK_REVIEW_TIME: () => {
    const timed = splitGlobalTemporal(dataset, shares);
    return {
      ...{ dataset, split: timed },
      // Tags that were put to what was rated long before.
      text: reviewVectors(timed, (time) => time + 400_000),
      named: /^text: user u\d+, item i\d+: written at \d+, held out from \d+$/,
    };
  },
  E_LEAK_FITTED: () => ({
    dataset,
    split: splitColdItem(dataset, { ...shares, seed: 1 }),
    text: { ...noiseMatrix(nItems, 8), provenance: { fitOn: new Uint8Array(nItems).fill(1) } },
    named: /^text: item i\d+$/,
  }),
  E_LEAK_POPULARITY: () => {
    const { count } = itemMeans(dataset);
    const noise = noiseMatrix(nItems, 8);
    const text = matrixOf(nItems, 8, (item, column) =>
      column === 5 ? Math.log(count[item]) : noise.values[item * 8 + column],
    );
    return { dataset, split, text, named: /^text, column 5: / };
  },
  E_LEAK_TARGET: () => {
    // In no column by itself: a direction across all of them.
    const { mean } = itemMeans(dataset);
    const noise = noiseMatrix(nItems, 8).values;
    const text = matrixOf(nItems, 8, (item, column) =>
      column === 0
        ? 5 * mean[item] + noise[item * 8 + 1] - noise[item * 8 + 2]
        : noise[item * 8 + column],
    );
    return { dataset, split, text, named: "text, a direction: " };
  },
};

/** What the run of a planted leak ends with; the film model is given features that know nothing otherwise. */
function runOf(leak: Planted, settings: object): Promise<unknown> {
  const text = leak.text ?? noiseMatrix(leak.dataset.nItems, 4);
  return runExperiment({
    ...{ dataset: leak.dataset, split: leak.split, model: "cooper", config: { mixing: "none" } },
    ...{ features: { text }, store: false, ...settings },
  });
}

describe("planted leaks", () => {
  const fits = vi.fn();
  beforeEach(() => {
    const entry = modelEntry("cooper");
    const create = entry.create.bind(entry);
    vi.spyOn(entry, "create").mockImplementation((config) => {
      const model = create(config);
      model.fit = () => {
        fits();
        return Promise.reject(new Error("this run has begun to learn"));
      };
      return model;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    fits.mockReset();
  });

  const codes = Object.keys(leakCatalogue) as LeakCode[];

  it.each(codes.map((code) => [leakCatalogue[code].name, code] as const))(
    "%s is found with its rows",
    (name, code) => {
      const leak = planted[code]();
      const features: Record<string, FeatureMatrix> =
        leak.text === undefined ? {} : { text: leak.text };
      const { errors, warnings } = checkLeaks(leak.dataset, leak.split, { features });
      const { severity } = leakCatalogue[code];
      const found = (severity === "error" ? errors : warnings).find((one) => one.code === code);
      expect(found).toMatchObject({ name, severity });
      expect(found?.rows[0]).toMatch(leak.named);
      expect(found?.rows).toHaveLength(Math.min(5, found!.count));
    },
  );

  it.each(codes.filter((code) => leakCatalogue[code].severity === "error"))(
    "%s stops a run before it learns, unless it is allowed",
    async (code) => {
      const leak = planted[code]();
      // Some faults come with another: rows cannot be changed in size alone.
      const others = codes.filter((other) => other !== code);
      await expect(runOf(leak, { allowLeaks: others })).rejects.toMatchObject({ code });
      expect(fits).not.toHaveBeenCalled();
      await expect(runOf(leak, { allowLeaks: codes })).rejects.toThrow("begun to learn");
    },
  );

  it.each(codes.filter((code) => leakCatalogue[code].severity === "warning"))(
    "%s stops a run whose protocol forbids it",
    async (code) => {
      const leak = planted[code]();
      await expect(runOf(leak, {})).rejects.toThrow("begun to learn");
      fits.mockReset();
      await expect(runOf(leak, { forbidLeaks: [code] })).rejects.toMatchObject({ code });
      expect(fits).not.toHaveBeenCalled();
    },
  );
});

describe("docs/leaks.md", () => {
  const listed = readDocument("docs/leaks.md")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| |\s*\|?$/g, "").trim()));

  it("lists every leak that the check finds, under its code and severity, and no other", () => {
    const found = listed
      .filter(([, code]) => code.startsWith("`E_LEAK"))
      .map(([name, code, , , severity]) => [code, name, severity].join(" "));
    const expected = Object.entries(leakCatalogue).map(
      ([code, { name, severity }]) => `\`${code}\` \`${name}\` ${severity}`,
    );
    expect(found.sort()).toEqual(expected.sort());
  });

  it("says of each what it is, how it is caught and what to do", () => {
    expect(listed.filter((cells) => cells.length !== 6 || cells.includes(""))).toEqual([]);
  });
});
