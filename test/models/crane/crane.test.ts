import { afterAll, describe, expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/pool/shared-pool.js";
import type { FitInput } from "../../../src/models/contract.js";
import { crane } from "../../../src/models/crane/crane.js";
import { boardInput, expectCode, fingerprint, testSettings } from "../../support/model-contract.js";

const small = { ...testSettings(crane), epochs: 1 };
afterAll(() => configureCompute());
const usual = stateOf({});

async function stateOf(config: Config, changes: Partial<FitInput> = {}) {
  const model = crane.create({ ...small, ...config });
  const report = await model.fit(boardInput(crane, changes));
  const { arrays } = model.state();
  return { names: Object.keys(arrays), print: fingerprint(model), report };
}

describe("CRANE", () => {
  it("gives the same bytes with 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads });
      prints.push((await stateOf({ depth: 2 })).print);
    }
    expect(prints[0]).toBe(prints[1]);
  });

  it("has a parameter of the recursion for each depth, and none at depth 0", async () => {
    for (const depth of [0, 3]) {
      const { names } = await stateOf({ depth });
      const joint = names.filter((name) => /Recursion\d+JointWeight/.test(name));
      expect(joint.length).toBe(depth);
    }
  });

  it.each([
    { profiles: false },
    { contrastiveWeight: 0 },
    { itemGraph: "none" },
    { itemGraph: "raw" },
    { modalities: "text" },
    { layerNorm: false },
    { scale: "width" },
    { regularisation: 0.5 },
    { temperature: 0.5 },
    { neighbours: 3 },
    { itemLayers: 2 },
    { unitContent: false },
  ] as Config[])("is another model with %o", async (config) => {
    expect((await stateOf(config)).print).not.toBe((await usual).print);
  });

  it("uses the modalities that it is told to alone", async () => {
    const { features, ...rest } = boardInput(crane);
    const own = { text: features!.text };
    const whole = await stateOf({ modalities: "text" });
    expect(whole.print).toBe((await stateOf({}, { ...rest, features: own })).print);
    await expectCode("E_MODEL_FEATURES", () => stateOf({ modalities: "sound" }));
    await expectCode("E_MODEL_CONFIG", () => stateOf({ modalities: "text,," }));
  });

  it("adds the contrastive terms to the loss: ln of the batch for views that tell nothing", async () => {
    const nPairs = boardInput(crane).train.interactions.nRows;
    const first = async (contrastiveWeight: number): Promise<number> => {
      const config = { contrastiveWeight, temperature: 1e6 };
      return (await stateOf({ ...config, batchSize: nPairs })).report.curve[0].values.loss;
    };
    // Cosines over 1e6 leave the two terms at ln(n) each.
    expect((await first(1)) - (await first(0))).toBeCloseTo(2 * Math.log(nPairs), 3);
  });
});
