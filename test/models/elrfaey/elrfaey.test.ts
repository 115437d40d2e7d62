import { afterAll, describe, expect, test } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/index.js";
import { similarItems } from "../../../src/experiment/index.js";
import type { FitInput } from "../../../src/models/contract.js";
import { elrfaey } from "../../../src/models/elrfaey/elrfaey.js";
import { regimes, variants } from "../../../src/models/elrfaey/settings.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";
import { features, fitted, matrix, rowsOf, train } from "./films.js";
import { dot, meanOf, unit } from "./reference.js";

afterAll(() => void configureCompute());

const texts = [
  [0.6, 0.8],
  [1, 0],
  [0, 0],
  [0, -1],
  [0, 0],
];
const nothing = [0, 0, 0];
/** Means of posters and thumbnails at length 1. */
const images = [unit([1, 1, 0]), [0, 1, 0], unit([0, 0.6, 1.8]), nothing, nothing];

const histories = [[0, 1, 2], [1, 3], [0]];

/** Equation 5 for vectors of items: scores of users 0 to 2. */
function cosines(items: readonly (readonly number[])[]): number[][] {
  return histories.map((history) => {
    const profile = meanOf(history.map((item) => items[item]));
    const e = Math.hypot(...profile) === 0 ? profile : unit(profile);
    return items.map((item) => dot(e, item));
  });
}

function expectScores(actual: readonly number[][], expected: readonly number[][]): void {
  expected.forEach((row, user) => {
    row.forEach((score, item) => expect(actual[user][item]).toBeCloseTo(score, 6));
  });
}

describe("zero-shot", () => {
  const regime = "zero-shot";

  test("text and image: cosines of the features' means, 0 for what an item lacks", async () => {
    expectScores(rowsOf(await fitted({ regime, variant: "text" })), cosines(texts));
    expectScores(rowsOf(await fitted({ regime, variant: "image" })), cosines(images));
  });

  test("concat: both sides after another, at length 1", async () => {
    const both = texts.map((text, item) => [...text, ...images[item]]);
    const items = both.map((row) => (Math.hypot(...row) === 0 ? row : unit(row)));
    expectScores(rowsOf(await fitted({ regime, variant: "concat" })), cosines(items));
  });

  test("late-average: the mean of the cosines of the sides that an item has", async () => {
    const [ofText, ofImage] = [cosines(texts), cosines(images)];
    const counts = [2, 2, 1, 1, 1];
    const expected = ofText.map((row, user) =>
      row.map((score, item) => (score + ofImage[user][item]) / counts[item]),
    );
    expectScores(rowsOf(await fitted({ regime, variant: "late-average" })), expected);
  });

  test("centring takes the mean of the items that have the modality off", async () => {
    const text = matrix([[3, 4], [1, 0], undefined, [0, -1], undefined]);
    const [one, two, three] = [
      [3, 4],
      [1, 0],
      [0, -1],
    ].map(([x, y]) => unit([x - 4 / 3, y - 1]));
    const items = [one, two, [0, 0], three, [0, 0]];
    const config = { regime, variant: "text", centring: true } as const;
    const model = await fitted(config, { features: { text } });
    expectScores(rowsOf(model), cosines(items));
  });

  test("a modality called otherwise counts as an image", async () => {
    const { image, text } = features;
    const audio = matrix([[1], [1], [-1], undefined, [1]]);
    const config = { regime, variant: "image" } as const;
    const model = await fitted(config, { features: { text, image, audio } });
    const posters = [[1, 0, 0], [0, 1, 0], [0, 0.6, 0.8], nothing, nothing];
    const items = posters.map((row, item) => [[1], [1], [-1], [0], [1]][item].concat(row));
    const all = items.map((row) => (Math.hypot(...row) === 0 ? row : unit(row)));
    expectScores(rowsOf(model), cosines(all));
  });
});

describe("variants and regimes", () => {
  test("each gives other scores, and 0 for an item without anything or a user without items", async () => {
    const seen = new Set<string>();
    for (const regime of regimes) {
      for (const variant of variants) {
        const rows = rowsOf(await fitted({ regime, variant, epochs: 1 }));
        for (const row of rows) expect(Math.abs(row[4])).toBe(0);
        for (const score of rows[3]) expect(Math.abs(score)).toBe(0);
        seen.add(JSON.stringify(rows));
      }
    }
    expect(seen.size).toBe(regimes.length * variants.length);
  });

  test("losses and what is aligned differ", async () => {
    const configs: Config[] = [
      { loss: "softmax" },
      { loss: "bpr" },
      { regime: "alignment", alignOn: "apart" },
      { regime: "alignment", alignOn: "joint" },
    ];
    const bytes = configs.map(async (config) =>
      fingerprint(await fitted({ ...config, epochs: 1 })),
    );
    expect(new Set(await Promise.all(bytes)).size).toBe(4);
  });

  test("an unlearned item is scored by its content", async () => {
    const model = await fitted(
      { regime: "supervised" },
      {
        train: trainPart(1, 5, [
          [0, 0],
          [0, 1],
        ]),
      },
    );
    const [row] = rowsOf(model, 1);
    expect(row[3]).not.toBe(0);
    expect(elrfaey.scoresColdItems).toBe(true);
  });

  test("a fused item without one side is that of a fit without it", async () => {
    const { text, image } = features;
    const hidden = { ...image, missing: new Uint8Array(5).fill(1, 1) };
    const rows = rowsOf(
      await fitted({ regime: "zero-shot" }, { features: { text, image: hidden } }),
    );
    expect(rows.flat().every(Number.isFinite)).toBe(true);
    const alone = await fitted({ variant: "fused" }, { features: { image } });
    expect(rowsOf(alone).flat().every(Number.isFinite)).toBe(true);
  });
});

describe("fitting", () => {
  test("1 and 2 threads give the same bytes", async () => {
    const bytes = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads });
      bytes.push(fingerprint(await fitted({ dropout: 0.2, embeddingSize: 16, heads: 4 })));
      bytes.push(fingerprint(await fitted({ regime: "alignment" })));
    }
    expect(bytes.slice(0, 2)).toEqual(bytes.slice(2));
  });

  test("stops by the validation part and keeps the best epoch", async () => {
    const valid: FitInput["valid"] = {
      ...trainPart(4, 5, [[0, 3]]),
      kind: "valid",
    };
    const model = elrfaey.create({
      ...elrfaey.defaults,
      embeddingSize: 4,
      patience: 2,
      epochs: 50,
    });
    const { epochs, curve } = await model.fit({ ...fitInput(train), features, valid });
    expect(curve.every(({ values }) => Number.isFinite(values.validNdcg))).toBe(true);
    const values = curve.map((point) => point.values.validNdcg);
    const best = values.indexOf(Math.max(...values));
    expect(epochs).toBe(best + 1 + 2);
  });

  test("a warm start goes on from the parameters of a state", async () => {
    const first = await fitted({ epochs: 2 });
    const same = await fitted({ epochs: 1, learningRate: 1e-9 }, { warmStart: first.state() });
    rowsOf(same)
      .flat()
      .forEach((score, at) => expect(score).toBeCloseTo(rowsOf(first).flat()[at], 5));
    const other = { ...first.state(), nItems: 4 };
    await expectCode("E_MODEL_STATE", () => fitted({}, { warmStart: other }));
  });

  test("new users are profiles of the items as they were learned", async () => {
    const model = await fitted({ variant: "late-average" });
    const before = rowsOf(model);
    await model.partialFit!({
      ...fitInput(
        trainPart(2, 5, [
          [0, 0],
          [1, 1],
          [1, 3],
        ]),
      ),
      features,
    });
    const after = rowsOf(model, 2);
    after[1].forEach((score, item) => expect(score).toBeCloseTo(before[1][item], 6));
    after[0].forEach((score, item) => expect(score).toBeCloseTo(before[2][item], 6));
  });

  test("similar items are those of like content, also of an item without ratings", async () => {
    const seen = [
      trainPart(1, 5, [
        [0, 0],
        [0, 1],
      ]),
    ];
    const model = await fitted({ regime: "zero-shot", variant: "image" }, { train: seen[0] });
    const list = similarItems({ model, item: 2, seen });
    expect(list.map(({ itemIndex }) => itemIndex)).toEqual([1, 0]);
    expect(list[0].score).toBeCloseTo(dot(images[2], images[1]), 6);
    expect(similarItems({ model, item: 4, seen })).toEqual([]);
  });

  test("refuses a fit without the modalities that it needs, and one that is too large", async () => {
    const { text, image } = features;
    const code = "E_MODEL_FEATURES";
    await expectCode(code, () => fitted({ variant: "text" }, { features: { image } }));
    await expectCode(code, () => fitted({ variant: "image" }, { features: { text } }));
    await expectCode(code, () => fitted({ regime: "alignment" }, { features: { image } }));
    await expectCode(code, () => fitted({}, { features: {} }));
    await expectCode("E_MODEL_SIZE", () => fitted({ embeddingSize: 2 ** 22 }));
    await expectCode("E_MODEL_CONFIG", () => fitted({ heads: 3 }));
    await expectCode("E_MODEL_DIVERGED", () => fitted({ learningRate: 1e38, epochs: 9 }));
  });
});
