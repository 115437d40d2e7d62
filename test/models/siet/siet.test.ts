import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/common/json.js";
import type { RatingPredictor } from "../../../src/models/contract.js";
import { factsOf, networkState } from "../../../src/models/shared/graph/network-state.js";
import type { NetworkFacts } from "../../../src/models/shared/graph/network-types.js";
import { historyData, historyEncoder } from "../../../src/models/siet/histories.js";
import { siet } from "../../../src/models/siet/siet.js";
import { boardContent, boardUsers } from "../../support/board-content.js";
import { expectCode } from "../../support/model-contract.js";
import { trainPart } from "../../support/parts.js";

type Row = readonly [user: number, item: number, rating: number, timestamp?: number];

function factsOfRows(rows: readonly Row[], nUsers = 2, nItems = 9): NetworkFacts {
  const { arrays, numbers } = networkState({}, historyData(trainPart(nUsers, nItems, rows)), 1);
  const scale = { globalMean: 3, minimum: 1, maximum: 5 };
  return factsOf({
    id: "siet",
    config: {},
    nUsers,
    nItems,
    arrays,
    numbers: { ...scale, ...numbers },
  });
}

/** Sequence of one pair: films, levels, present. */
function sequence(rows: readonly Row[], pair: readonly [number, number, number?], length = 3) {
  const [user, item, time] = pair;
  const encoder = historyEncoder(factsOfRows(rows), length);
  const times = time === undefined ? undefined : Float64Array.of(time);
  const { films, levels, present } = encoder.encode(
    Int32Array.of(user),
    Int32Array.of(item),
    times,
  ).feeds;
  return [films, levels, present].map((values) => Array.from(values, Number));
}

describe("histories", () => {
  const rows: Row[] = [
    [0, 4, 5, 400],
    [0, 1, 2, 100],
    [0, 3, 3, 300],
    [0, 2, 4, 200],
    [1, 8, 1, 100],
  ];

  test("the latest older ratings stand in order before the target, gaps before them", () => {
    expect(sequence(rows, [0, 7, 250])).toEqual([
      [0, 1, 2, 7],
      [0, 2, 4, 0],
      [0, 1, 1, 1],
    ]);
    expect(sequence(rows, [0, 7, 999], 2)[0]).toEqual([3, 4, 7]);
  });

  test("what is as old as the target is left out", () => {
    expect(sequence(rows, [0, 7, 200])[0]).toEqual([0, 0, 1, 7]);
    expect(sequence(rows, [0, 7, 200.5])[0]).toEqual([0, 1, 2, 7]);
  });

  test("a training pair has the history of its own time, and not itself", () => {
    expect(sequence(rows, [0, 3])[0]).toEqual([0, 1, 2, 3]);
  });

  test("without a time all training ratings are older", () => {
    expect(sequence(rows, [0, 7])[0]).toEqual([2, 3, 4, 7]);
  });

  test("a history of length 0 leaves the target alone", () => {
    for (const pair of [
      [0, 7, 100],
      [1, 7, 50],
    ] as const) {
      expect(sequence(rows, pair)).toEqual([
        [0, 0, 0, 7],
        [0, 0, 0, 0],
        [0, 0, 0, 1],
      ]);
    }
  });

  test("a part without times has no histories", () => {
    const untimed = rows.map(([user, item, rating]): Row => [user, item, rating]);
    expect(sequence(untimed, [0, 7])[2]).toEqual([0, 0, 0, 1]);
  });

  test("the order of rows does not matter, also of ratings at the same time", () => {
    const tied: Row[] = [...rows, [0, 6, 1, 300], [0, 5, 1, 300]];
    const turned = [...tied].reverse();
    expect(sequence(tied, [0, 7, 350], 8)).toEqual(sequence(turned, [0, 7, 350], 8));
  });

  test("times of today are told apart to the second", () => {
    const late: Row[] = [
      [0, 1, 3, 1_700_000_000],
      [0, 2, 3, 1_700_000_001],
    ];
    expect(sequence(late, [0, 7, 1_700_000_001])[0]).toEqual([0, 0, 1, 7]);
  });
});

const small: Config = { embeddingSize: 8, heads: 2, batchSize: 64, epochs: 1, historyLength: 3 };

/** Users rate five of nine films one behind the other. */
const timed: Row[] = Array.from({ length: 40 }, (_unused, k) => {
  const [user, place] = [Math.floor(k / 5), k % 5];
  return [
    user,
    (user + 2 * place) % 9,
    1 + ((user + place) % 5),
    1000 * user + 100 * place,
  ] as const;
});

async function fit(config: Config = {}, rows = timed): Promise<RatingPredictor> {
  const model = siet.create({ ...siet.defaults, ...small, ...config });
  await model.fit({
    train: trainPart(8, 9, rows),
    ratingScale: { minimum: 1, maximum: 5, step: 1 },
    itemContent: boardContent(9),
    userAttributes: boardUsers(8),
    seed: 3,
  });
  return model;
}

/** What was learned from `timed`, with the histories of other rows. */
function withHistories(model: RatingPredictor, rows: readonly Row[]): RatingPredictor {
  const state = model.state();
  const { arrays, numbers } = networkState({}, historyData(trainPart(8, 9, rows)), 1);
  const other = siet.create(siet.defaults);
  other.restore({
    ...state,
    arrays: { ...state.arrays, ...arrays },
    numbers: { ...state.numbers, ...numbers },
  });
  return other;
}

describe("predictions", () => {
  const users = Int32Array.of(2, 2, 5);
  const items = Int32Array.of(7, 1, 0);
  const times = Float64Array.of(2250, 2250, 5050);

  test("do not change with what is rated later, or at the same time", async () => {
    const model = await fit();
    const now = await model.predict(users, items, times);
    const future: Row[] = [
      ...timed.filter(([user, , , time]) => time! < (user === 2 ? 2250 : 5050)),
      [2, 8, 1, 2250],
      [2, 0, 1, 2251],
      [5, 8, 1, 5050],
      [5, 7, 5, 9999],
    ];
    expect(await withHistories(model, future).predict(users, items, times)).toEqual(now);
    const past: Row[] = [...future, [2, 3, 1, 2249], [5, 3, 1, 5049]];
    expect(await withHistories(model, past).predict(users, items, times)).not.toEqual(now);
  });

  test("do not change with ratings of the validation part", async () => {
    const rows = { rating: [1, 5, 3], again: [5, 1, 1] };
    const predictions = [];
    for (const ratings of Object.values(rows)) {
      const model = siet.create({ ...siet.defaults, ...small, patience: 0 });
      const valid = trainPart(
        8,
        9,
        ratings.map((rating, k) => [users[k], items[k], rating, 2000 + k]),
      );
      await model.fit({
        train: trainPart(8, 9, timed),
        valid: { ...valid, kind: "valid" },
        ratingScale: { minimum: 1, maximum: 5, step: 1 },
        seed: 3,
      });
      predictions.push(await model.predict(users, items, times));
    }
    expect(predictions[0]).toEqual(predictions[1]);
  });

  test("users without a history and of the same attributes are the same", async () => {
    const model = await fit();
    // Neither has rated anything by then; users 0 and 6 are both artists of gender F.
    const attributes = model.state().arrays;
    expect([attributes.tableGender[0], attributes.tableOccupation[0]]).toEqual([
      attributes.tableGender[6],
      attributes.tableOccupation[6],
    ]);
    const early = replacedAges(model);
    const [one, other] = await early.predict(
      Int32Array.of(0, 6),
      Int32Array.of(4, 4),
      Float64Array.of(-1, -1),
    );
    expect(one).toBe(other);
  });

  test("read past ratings as embedded or as factors, or not at all", async () => {
    const turned = timed.map(([user, item, rating, time]): Row => [user, item, 6 - rating, time]);
    for (const pastRatings of ["embedded", "multiplied", "none"]) {
      const model = await fit({ pastRatings });
      const before = await model.predict(users, items, times);
      const after = await withHistories(model, turned).predict(users, items, times);
      if (pastRatings === "none") expect(after).toEqual(before);
      else expect(after).not.toEqual(before);
    }
  });

  test("need as many times as users", async () => {
    const model = await fit();
    await expectCode("E_MODEL_PAIRS", () => model.predict(users, items, Float64Array.of(1)));
  });
});

/** The model with everybody of the same age. */
function replacedAges(model: RatingPredictor): RatingPredictor {
  const state = model.state();
  const other = siet.create(siet.defaults);
  other.restore({ ...state, arrays: { ...state.arrays, tableAge: new Int32Array(8).fill(1) } });
  return other;
}

test("a width that the heads cannot share is refused", async () => {
  await expectCode("E_MODEL_CONFIG", () => siet.create({ ...siet.defaults, embeddingSize: 30 }));
});
