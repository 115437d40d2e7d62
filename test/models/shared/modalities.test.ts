import { expect, test } from "vitest";
import type { FeatureMatrix } from "../../../src/models/contract.js";
import { givenModalities, modalitiesOf } from "../../../src/models/shared/modalities.js";
import { expectCode } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

/** Three items. */
const train = trainPart(1, 3, [[0, 0, 5]]);

function matrix(rows: readonly (readonly number[] | undefined)[]): FeatureMatrix {
  const dim = rows.find((row) => row !== undefined)?.length ?? 1;
  return {
    nItems: rows.length,
    dim,
    values: Float32Array.from(rows.flatMap((row) => row ?? new Array<number>(dim).fill(0))),
    missing: Uint8Array.from(rows, (row) => (row === undefined ? 1 : 0)),
  };
}

function read(features?: Record<string, FeatureMatrix>) {
  const input = fitInput(train);
  return modalitiesOf(features === undefined ? input : { ...input, features }, "some-model");
}

const whole = matrix([[1], [2], [3]]);

test("modalities come by name, whatever the order they were given in", () => {
  expect(read({ text: whole, audio: whole, image: whole }).map(({ name }) => name)).toEqual([
    "audio",
    "image",
    "text",
  ]);
});

test("a missing row is the mean of the present rows, and stays marked; the given array stays", () => {
  const given = matrix([[1, 10], undefined, [4, -10]]);
  const [{ values, missing, dim }] = read({ image: given });
  expect([...values]).toEqual([1, 10, 2.5, 0, 4, -10]);
  expect([...missing]).toEqual([0, 1, 0]);
  expect(dim).toBe(2);
  expect([...given.values]).toEqual([1, 10, 0, 0, 4, -10]);
});

test("whatever stands in a missing row is not looked at", () => {
  const given = matrix([[1], undefined, [3]]);
  given.values[1] = Number.NaN;
  expect([...read({ image: given })[0].values]).toEqual([1, 2, 3]);
});

test("features without a gap are not copied", () => {
  expect(read({ image: whole })[0].values).toBe(whole.values);
});

test("features in shared memory, as worker threads get them, are copied out of it", () => {
  const values = new Float32Array(new SharedArrayBuffer(12));
  values.set([1, 2, 3]);
  for (const missing of [Uint8Array.of(0, 0, 0), Uint8Array.of(0, 1, 0)]) {
    const [modality] = read({ image: { nItems: 3, dim: 1, values, missing } });
    expect(modality.values.buffer).toBeInstanceOf(ArrayBuffer);
    expect([...modality.values]).toEqual([1, 2, 3]);
  }
});

test("no features are refused, unless the model can do without", async () => {
  await expectCode("E_MODEL_FEATURES", () => read());
  await expectCode("E_MODEL_FEATURES", () => read({}));
  expect(() => read()).toThrow(/some-model[^]*--features/);
  expect(givenModalities(fitInput(train), "some-model")).toEqual([]);
});

test("another number of rows than items is refused, with both numbers", async () => {
  const short = { image: matrix([[1], [2]]) };
  await expectCode("E_MODEL_FEATURES", () => read(short));
  expect(() => read(short)).toThrow(/"image"[^]*3 rows[^]*2 rows/);
});

test("a matrix whose parts do not fit together is refused", async () => {
  for (const parts of [{ values: new Float32Array(2) }, { missing: new Uint8Array(4) }, { dim: 0 }])
    await expectCode("E_MODEL_FEATURES", () => read({ image: { ...whole, ...parts } }));
});

test("NaN and infinity are refused, with modality, item and place", async () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const features = {
      image: matrix([
        [1, 2],
        [3, value],
        [5, 6],
      ]),
    };
    await expectCode("E_MODEL_FEATURES", () => read(features));
    expect(() => read(features)).toThrow(/modality "image", item 1, number 1/);
  }
});

test("a modality that every item lacks is refused by name", async () => {
  const none = matrix([undefined, undefined, undefined]);
  await expectCode("E_MODEL_FEATURES", () => read({ text: whole, image: none }));
  expect(() => read({ text: whole, image: none })).toThrow(/"image"/);
});
