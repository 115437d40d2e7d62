import { afterAll, describe, expect, test } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/index.js";
import { createRandom } from "../../../src/compute/random.js";
import { als } from "../../../src/models/als/als.js";
import type { FeatureMatrix, FitInput, Recommender } from "../../../src/models/contract.js";
import { cooper } from "../../../src/models/cooper/cooper.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

function matrix(rows: readonly (readonly number[] | undefined)[]): FeatureMatrix {
  const dim = rows.find((row) => row !== undefined)!.length;
  const values = Float32Array.from(rows.flatMap((row) => row ?? new Array<number>(dim).fill(0)));
  const missing = Uint8Array.from(rows, (row) => (row === undefined ? 1 : 0));
  return { nItems: rows.length, dim, values, missing };
}

/** Users 0 and 1 rate items 0 to 2 on a scale up to 5; user 2 and items 3, 4 have no ratings. */
const train = trainPart(3, 5, [
  [0, 0, 5],
  [0, 1, 2],
  [0, 2, 2],
  [1, 1, 3],
  [1, 2, 3],
]);
const text = matrix([[3, 0], [0, 1], [1, 1], [1, -1], undefined]);
const image = matrix([[1, 0], [2, 2], [0, 3], undefined, [-1, 0]]);

async function scores(
  config: Config,
  features: FitInput["features"] = { text, image },
): Promise<number[][]> {
  const model = cooper.create({ ...cooper.defaults, ...config });
  await model.fit({ ...fitInput(train), features });
  return rowsOf(model, 3, 5);
}

function rowsOf(model: Recommender, nUsers: number, nItems: number): number[][] {
  const users = Int32Array.from({ length: nUsers }, (_unused, user) => user);
  const all = [...model.scoreUsers(users)];
  return [...users].map((user) => all.slice(user * nItems, (user + 1) * nItems));
}

function cosine(one: readonly number[], other: readonly number[]): number {
  const dot = one.reduce((sum, value, at) => sum + value * other[at], 0);
  return dot / (Math.hypot(...one) * Math.hypot(...other));
}

/** Single precision: a few roundings of numbers below 1. */
function expectClose(got: readonly number[], expected: readonly number[]): void {
  expect(got).toHaveLength(expected.length);
  got.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 6));
}

describe("text: score = cos(e_u, t_i), e_u = mean of w(r) t", () => {
  const itemsAgainst = (profile: readonly number[]): number[] => [
    ...[
      [3, 0],
      [0, 1],
      [1, 1],
      [1, -1],
    ].map((vector) => cosine(profile, vector)),
    0,
  ];

  test("scaled: w = r / maximum", async () => {
    const [first, second, none] = await scores({});
    expectClose(first, itemsAgainst([5 * 3 + 2, 2 + 2]));
    expectClose(second, itemsAgainst([1, 2]));
    expect(none).toEqual([0, 0, 0, 0, 0]);
  });

  test("centred: w = r - mean_u; a user of equal ratings counts all alike", async () => {
    const [first, second] = await scores({ mixing: "centred" });
    expectClose(first, itemsAgainst([2 * 3 - 1, -2]));
    expectClose(second, itemsAgainst([1, 2]));
  });

  test("none: w = 1", async () => {
    expectClose((await scores({ mixing: "none" }))[0], itemsAgainst([4, 2]));
  });
});

describe("image: e_u = sum of r v over r > L maximum, over the sum of those r", () => {
  const profileScores = (profile: readonly number[]): number[] =>
    [[1, 0], [2, 2], [0, 3], undefined, [-1, 0]].map((vector) =>
      vector === undefined ? 0 : cosine(profile, vector),
    );

  test("only liked items count, by their rating; without one, all do alike", async () => {
    const [first, second] = await scores({ variant: "image" });
    expectClose(first, profileScores([1, 0]));
    expectClose(second, profileScores([2, 5]));
  });

  test("likedAbove is a share of the highest rating, and means above, not from", async () => {
    const [above] = await scores({ variant: "image", likedAbove: 0.4 });
    expectClose(above, profileScores([1, 0]));
    const [all] = await scores({ variant: "image", likedAbove: 0.3 });
    expectClose(all, profileScores([5 + 4, 4 + 6]));
  });
});

describe("clip: m_i = (1 - a) t / |t| + a v / |v|", () => {
  const unit = (vector: readonly number[]): number[] =>
    vector.map((value) => value / Math.hypot(...vector));

  test("average: the user's text against m_i; a lone modality stands for both", async () => {
    const [first] = await scores({ variant: "clip", imageWeight: 0.25 });
    const profile = [17, 4];
    const mixed = (one: readonly number[], other: readonly number[]): number[] =>
      unit(one).map((value, at) => 0.75 * value + 0.25 * unit(other)[at]);
    expectClose(first, [
      cosine(profile, mixed([3, 0], [1, 0])),
      cosine(profile, mixed([0, 1], [2, 2])),
      cosine(profile, mixed([1, 1], [0, 3])),
      cosine(profile, [1, -1]),
      cosine(profile, [-1, 0]),
    ]);
  });

  test("weights 0 and 1 are the text, and the image against the user's text", async () => {
    const clip = { variant: "clip", imageWeight: 0 };
    expectClose((await scores(clip))[0].slice(0, 4), (await scores({}))[0].slice(0, 4));
    const [first] = await scores({ ...clip, imageWeight: 1 });
    expectClose(
      first.slice(0, 3),
      [
        [1, 0],
        [2, 2],
        [0, 3],
      ].map((v) => cosine([17, 4], v)),
    );
  });

  test("concatenate: (1 - a) cos of text + a cos of image, also in other spaces", async () => {
    const wide = matrix([[1, 0, 0], [2, 2, 0], [0, 3, 1], undefined, [-1, 0, 0]]);
    const features = { text, image: wide };
    const config = { variant: "clip", fusion: "concatenate", imageWeight: 0.3 };
    const [words] = await scores({}, features);
    const [pictures] = await scores({ variant: "image" }, features);
    const [both] = await scores(config, features);
    const expected = words.map((word, item) => 0.7 * word + 0.3 * pictures[item]);
    expectClose(both.slice(0, 3), expected.slice(0, 3));
    // An item of one modality is a unit vector of that part alone.
    expectClose(both.slice(3), [words[3] * Math.sqrt(0.7), pictures[4] * Math.sqrt(0.3)]);
  });
});

describe("centring: the mean over items with a vector is taken off", () => {
  const moved = matrix([[103, 50], [100, 51], [101, 51], [101, 49], undefined]);

  test("a constant added to all vectors changes nothing then, and everything else", async () => {
    const centred = await scores({ centring: true }, { text });
    const again = await scores({ centring: true }, { text: moved });
    again.forEach((row, user) =>
      row.forEach((value, item) => {
        // Vectors of about 100 in single precision are known to 4e-6.
        expect(value).toBeCloseTo(centred[user][item], 4);
      }),
    );
    const cone = (await scores({}, { text: moved }))[0];
    expect(Math.min(...cone.slice(0, 4))).toBeGreaterThan(0.99);
  });

  test("missing items are no part of the mean and score 0", async () => {
    const [first] = await scores({ centring: true, mixing: "none" }, { text });
    // Mean (5 / 4, 1 / 4) of four; user 0 has the first three.
    const profile = [4 - 15 / 4, 2 - 3 / 4];
    expectClose(first, [
      cosine(profile, [1.75, -0.25]),
      cosine(profile, [-1.25, 0.75]),
      cosine(profile, [-0.25, 0.75]),
      cosine(profile, [-0.25, -1.25]),
      0,
    ]);
  });
});

/** 40 users of two tastes and 30 items; text tells the taste, with noise. */
function larger(): FitInput {
  const random = createRandom(3, "test/cooper");
  const rows: [number, number, number][] = [];
  const held: [number, number, number][] = [];
  for (let user = 0; user < 40; user++) {
    for (let item = 0; item < 30; item++) {
      const isLiked = (user + item) % 2 === 0;
      if (random.uniform() < (isLiked ? 0.3 : 0.05)) rows.push([user, item, isLiked ? 5 : 2]);
      else if (isLiked && random.uniform() < 0.15) held.push([user, item, 5]);
    }
  }
  const vectors = matrix(
    Array.from({ length: 30 }, (_unused, item) => [
      (item % 2) * 2 - 1 + 0.8 * random.normal(),
      random.normal(),
      random.normal(),
    ]),
  );
  const valid = { ...trainPart(40, 30, held), kind: "valid" as const };
  return { ...fitInput(trainPart(40, 30, rows)), valid, features: { text: vectors } };
}

const alsSettings = { embeddingSize: 4, regularisation: 0.2, unobservedWeight: 0.2 };

async function fit(config: Config, input = larger()): Promise<Recommender> {
  const model = cooper.create({ ...cooper.defaults, ...alsSettings, ...config });
  await model.fit(input);
  return model;
}

describe("hybrid: a_h z_u(ALS) + (1 - a_h) z_u(content)", () => {
  test("is the z-scores of the two models but for the user's mean", async () => {
    const input = larger();
    const factors = als.create({ ...als.defaults, ...alsSettings });
    await factors.fit(input);
    const zScored = (row: readonly number[]): number[] => {
      const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
      const square = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
      return row.map((value) => (value - mean) / Math.sqrt(square));
    };
    const ofAls = rowsOf(factors, 40, 30).map(zScored);
    const ofContent = rowsOf(await fit({}), 40, 30).map(zScored);
    const hybrid = rowsOf(await fit({ hybrid: "fixed", alsWeight: 0.3 }), 40, 30);
    hybrid.forEach((row, user) => {
      const expected = row.map((_v, item) => 0.3 * ofAls[user][item] + 0.7 * ofContent[user][item]);
      const offset = row[0] - expected[0];
      // Sums of a few products of numbers up to 10, in single precision.
      row.forEach((value, item) => expect(value - offset).toBeCloseTo(expected[item], 4));
    });
  });

  test("tuned takes the weight with the best validation NDCG, and says so in the curve", async () => {
    const model = cooper.create({ ...cooper.defaults, ...alsSettings, hybrid: "tuned" });
    const { curve } = await model.fit(larger());
    expect(curve.map(({ values }) => values.alsWeight)).toEqual(
      Array.from({ length: 11 }, (_unused, at) => at / 10),
    );
    const best = Math.max(...curve.map(({ values }) => values.validNdcg));
    const chosen = curve.find(({ values }) => values.validNdcg === best)!;
    expect(model.state().numbers.alsWeight).toBe(chosen.values.alsWeight);
    const fixed = { hybrid: "fixed", alsWeight: chosen.values.alsWeight };
    expect(rowsOf(await fit(fixed), 40, 30)).toEqual(rowsOf(model, 40, 30));
  });

  test("without a validation part the given weight holds", async () => {
    const { valid: _held, ...input } = larger();
    const model = await fit({ hybrid: "tuned", alsWeight: 0.2 }, input);
    expect(model.state().numbers.alsWeight).toBe(0.2);
  });

  test("a user without history scores 0 throughout, and a cold item by its content", async () => {
    const model = cooper.create({ ...cooper.defaults, ...alsSettings, hybrid: "fixed" });
    await model.fit({ ...fitInput(train), features: { text, image } });
    const [first, , none] = rowsOf(model, 3, 5);
    expect(none).toEqual([0, 0, 0, 0, 0]);
    expect(first[3]).toBeGreaterThan(first[4]);
  });
});

describe("fold-in", () => {
  test.each<Config>([{}, { mixing: "centred", centring: true }])(
    "takes users over from their histories: %j",
    async (config) => {
      const model = await fit(config);
      const before = fingerprint(model);
      await model.partialFit!(larger());
      expect(fingerprint(model)).toBe(before);
    },
  );

  test("of the hybrid: the same scores to single precision", async () => {
    const model = await fit({ hybrid: "fixed" });
    const before = rowsOf(model, 40, 30);
    await model.partialFit!(larger());
    rowsOf(model, 40, 30).forEach((row, user) => {
      row.forEach((value, item) => expect(value).toBeCloseTo(before[user][item], 4));
    });
  });

  test("needs no features again", async () => {
    const model = await fit({ variant: "text" });
    const { features: _known, ...input } = larger();
    await model.partialFit!(input);
    expect(rowsOf(model, 1, 30)[0].some((value) => value !== 0)).toBe(true);
  });
});

describe("the same bytes", () => {
  afterAll(() => configureCompute());

  test("for 1 and 2 threads", async () => {
    const prints = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads });
      prints.push(fingerprint(await fit({ hybrid: "tuned" })));
    }
    expect(prints[0]).toBe(prints[1]);
  });
});

describe("refuses", () => {
  test("features without the modality of the variant", async () => {
    await expectCode("E_MODEL_FEATURES", () => scores({ variant: "image" }, { text }));
    await expectCode("E_MODEL_FEATURES", () => scores({ variant: "clip" }, { text }));
    await expectCode("E_MODEL_FEATURES", () => scores({}, {}));
  });

  test("to average vectors of two spaces", async () => {
    const wide = matrix(Array.from({ length: 5 }, () => [1, 2, 3]));
    const clip = { variant: "clip" };
    await expectCode("E_MODEL_FEATURES", () => scores(clip, { text, image: wide }));
  });

  test("vectors that would not fit, before they are made", async () => {
    const wide = matrix(Array.from({ length: 5 }, () => new Array<number>(50_000).fill(1)));
    const input = { ...fitInput(trainPart(20_000, 5, [[0, 0, 5]])), features: { text: wide } };
    await expectCode("E_MODEL_SIZE", () => cooper.create(cooper.defaults).fit(input));
  });
});
