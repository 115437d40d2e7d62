import { describe, expect, test } from "vitest";
import type { Config } from "../../src/common/json.js";
import {
  knockOut,
  knockOutFitted,
  knockOutKinds,
  type FeaturesByName,
} from "../../src/experiment/index.js";
import type { AnyModel, FeatureMatrix, FitInput } from "../../src/models/contract.js";
import { allModels, modelEntry } from "../../src/models/registry.js";
import {
  allScores,
  boardInput,
  expectCode,
  fingerprint,
  testSettings,
} from "../support/model-contract.js";

/** Models whose scores are made from features, with settings by which they are. */
const readers: readonly (readonly [string, Config])[] = [
  ["vbpr", {}],
  ["mmgcn", {}],
  ["grcn", {}],
  ["dualgnn", {}],
  ["slmrec", {}],
  ["lgmrec", {}],
  ["crane", {}],
  ["elrfaey", {}],
  ["elrfaey", { regime: "zero-shot", variant: "late-average" }],
  ["cooper", {}],
  ["cooper", { variant: "clip", fusion: "concatenate", hybrid: "fixed", embeddingSize: 4 }],
  ["xia", {}],
  ["mu-wu", { variant: "cro", posterBlocks: 1 }],
];
const epochs = { epochs: 2, patience: 0 };

async function fit(id: string, config: Config): Promise<readonly [AnyModel, FitInput]> {
  const entry = modelEntry(id);
  const all = { ...testSettings(entry), ...epochs, ...config };
  const own = Object.entries(all).filter(([name]) => Object.hasOwn(entry.defaults, name));
  const model = entry.create(Object.fromEntries(own));
  const input = boardInput(entry);
  const features: FeaturesByName = id === "mu-wu" ? { pixels: posters(input) } : input.features!;
  await model.fit({ ...input, features });
  return [model, { ...input, features }];
}

/** Posters of 2 x 2 pixels, one colour an item. */
function posters({ train: { nItems } }: FitInput): FeatureMatrix {
  const values = Float32Array.from({ length: nItems * 12 }, (_unused, at) =>
    Math.sin(Math.floor(at / 12)),
  );
  return { nItems, dim: 12, values, missing: new Uint8Array(nItems) };
}

describe.each(readers)("%s %j", (id, config) => {
  test("scores with other features, and learns nothing", async () => {
    const [model, input] = await fit(id, config);
    const before = fingerprint(model);
    const scores = await allScores(model);
    const modality = Object.keys(input.features!).at(-1)!;
    const same = await model.withFeatures!(input);
    expect(await allScores(same)).toEqual(scores);
    for (const kind of knockOutKinds) {
      const knocked = await knockOutFitted(model, input, modality, kind);
      const others = await allScores(knocked);
      expect(others.every(Number.isFinite)).toBe(true);
      expect(others).not.toEqual(scores);
      expect(await allScores(await knocked.withFeatures!(input))).toEqual(scores);
    }
    expect(fingerprint(model)).toBe(before);
  });

  test("refuses features of another length, other items and other users", async () => {
    const [model, input] = await fit(id, config);
    const [modality, matrix] = Object.entries(input.features!).at(-1)!;
    const values = new Float32Array(matrix.nItems).fill(1);
    const thin = { ...matrix, dim: 1, values, missing: new Uint8Array(matrix.nItems) };
    const features = { ...input.features, [modality]: thin };
    await expectCode("E_MODEL_FEATURES", () => model.withFeatures!({ ...input, features }));
    const { train } = input;
    const more = { ...train, nItems: train.nItems + 1 };
    await expectCode("E_MODEL_ITEM", () => model.withFeatures!({ ...input, train: more }));
    const users = { ...train, nUsers: train.nUsers + 1 };
    await expectCode("E_MODEL_USER", () => model.withFeatures!({ ...input, train: users }));
  });
});

test("VBPR: the content half of an item is F' W + b with the W and b of the fit", async () => {
  const [model, input] = await fit("vbpr", {});
  const { arrays } = model.state();
  const knocked = await knockOutFitted(model, input, "image", "permuted", { seed: 3 });
  const features = knockOut(input.features!, "image", "permuted", { seed: 3 });
  const [bias, weight] = [arrays.contentBias, arrays.contentWeight] as Float32Array[];
  const size = bias.length;
  const items = knocked.state().arrays.itemFactors as Float32Array;
  // The last item has no image, and the mean of the others in its place.
  for (let item = 0; item < input.train.nItems - 1; item++) {
    const row = ["image", "text"].flatMap((name) => {
      const { dim, values } = features[name];
      return [...values.subarray(item * dim, (item + 1) * dim)];
    });
    for (let at = 0; at < size; at++) {
      const sum = row.reduce((total, value, k) => total + value * weight[k * size + at], bias[at]);
      expect(items[(2 * item + 1) * size + at]).toBeCloseTo(sum, 5);
    }
  }
  expect(knocked.state().arrays.userFactors).toEqual(arrays.userFactors);
});

test("Cooper: nothing is learned from features, so it is a fit on the others", async () => {
  const [model, input] = await fit("cooper", {});
  const knocked = await knockOutFitted(model, input, "text", "noise", { seed: 5 });
  const features = knockOut(input.features!, "text", "noise", { seed: 5 });
  const afresh = modelEntry("cooper").create(model.describe().config);
  await afresh.fit({ ...input, features });
  expect(await allScores(knocked)).toEqual(await allScores(afresh));
});

test("Elrfaey: an item without any token scores 0, as one that never had one", async () => {
  const [model, input] = await fit("elrfaey", {});
  const alone = { ...input, features: { text: input.features!.text } };
  const neither = await knockOutFitted(model, alone, "text", "absent");
  expect((await allScores(neither)).every((score) => score === 0)).toBe(true);
});

test("Xia: a poster that is absent is the mask where the fit had films without one", async () => {
  const [model, input] = await fit("xia", {});
  const { state } = { state: model.state() };
  const knocked = (await knockOutFitted(model, input, "image", "absent")).state();
  expect(state.numbers.imageMissing).toBe(1);
  expect((knocked.arrays.tableImageMissing as Uint8Array).every((mark) => mark === 1)).toBe(true);
  expect(knocked.arrays.tableIntroduction).toEqual(state.arrays.tableIntroduction);
});

describe("models whose scores read no features say so", () => {
  const ids = new Set(readers.map(([id]) => id));
  const others = allModels().filter(({ id, features }) => features !== undefined && !ids.has(id));

  test("they are those whose features shape graphs, starts or losses", () => {
    expect(others.map(({ id }) => id).sort()).toEqual([
      "bm3",
      "crane-released",
      "freedom",
      "lattice",
      "mgcn",
    ]);
  });

  test.each(["freedom", "popularity"])("%s", async (id) => {
    const [model, input] = await fit(id, {});
    await expectCode("E_MODEL_FIXED", () => knockOutFitted(model, input, "image", "permuted"));
    await expectCode("E_EXPERIMENT_KNOCK_OUT", () =>
      knockOutFitted(model, input, "sound", "permuted"),
    );
  });

  test("mu-wu without posters, a model that has not been fitted, and one without the method", async () => {
    const [model, input] = await fit("vbpr", {});
    const muWu = modelEntry("mu-wu");
    const plain = muWu.create({ ...testSettings(muWu), epochs: 1 });
    await plain.fit(boardInput(muWu));
    const pixels = { ...boardInput(muWu), features: { pixels: posters(input) } };
    await expectCode("E_MODEL_FIXED", () => knockOutFitted(plain, pixels, "pixels", "noise"));
    const unfitted = modelEntry("vbpr").create(model.describe().config);
    await expectCode("E_MODEL_UNFITTED", () => knockOutFitted(unfitted, input, "text", "noise"));
    const stub = { describe: () => model.describe() } as typeof model;
    await expectCode("E_MODEL_FIXED", () => knockOutFitted(stub, input, "text", "noise"));
  });
});
