import { afterAll, expect, it } from "vitest";
import { configureCompute } from "../../../../src/compute/index.js";
import { aljunid } from "../../../../src/models/aljunid/aljunid.js";
import { fingerprint } from "../../../support/model-contract.js";
import { fitInput, trainPart } from "../../../support/parts.js";

afterAll(() => {
  configureCompute();
});

it("a network learns the same bytes with any number of threads, also by batches of few rows", async () => {
  // 56 rows times [150 x 128]: divided by columns, the sums over 150 would be taken in another order.
  const rows = Array.from({ length: 56 }, (_unused, row) => {
    return [row % 7, Math.floor(row / 7), 1 + (row % 5)] as const;
  });
  const prints: string[] = [];
  for (const threads of [1, 2, 4]) {
    configureCompute({ threads, backend: "wasm" });
    const model = aljunid.create({ ...aljunid.defaults, epochs: 3 });
    await model.fit(fitInput(trainPart(7, 8, rows)));
    prints.push(fingerprint(model));
  }
  expect(new Set(prints).size).toBe(1);
});
