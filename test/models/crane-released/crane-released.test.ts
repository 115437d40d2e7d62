import { afterAll, describe, expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { isMoviolaError } from "../../../src/common/errors.js";
import { configureCompute } from "../../../src/compute/pool/shared-pool.js";
import { checkReleasedSize, releasedBytes } from "../../../src/models/crane-released/size.js";
import { craneReleased } from "../../../src/models/crane-released/crane-released.js";
import { boardInput, expectCode, fingerprint, testSettings } from "../../support/model-contract.js";

const small: Config = { ...testSettings(craneReleased), epochs: 1 };
afterAll(() => configureCompute());

async function prints(config: Config, changes = {}): Promise<string> {
  const model = craneReleased.create(config);
  await model.fit(boardInput(craneReleased, changes));
  return fingerprint(model);
}

describe("CRANE as released", () => {
  it.each([
    ["items", 1],
    ["items", 0.5],
    ["modalities", 1],
  ] as const)("gives the same bytes with 1 and 2 threads: %s, share %f", async (axis, share) => {
    const config = { ...small, attentionAxis: axis, attendedShare: share };
    const results: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads });
      results.push(await prints(config));
    }
    expect(results[0]).toBe(results[1]);
  });

  it("does not use `regularisation`, as the released code does not", async () => {
    expect(await prints({ ...small, regularisation: 1000 })).toBe(await prints(small));
    await expectCode("E_MODEL_CONFIG", () =>
      craneReleased.create({ ...small, regularisation: -1 }),
    );
  });

  it("learns features, and leaves them as they are when told so", async () => {
    const input = boardInput(craneReleased);
    for (const learnsFeatures of [true, false]) {
      const model = craneReleased.create({ ...small, learnsFeatures });
      await model.fit(input);
      const names = Object.keys(model.state().arrays).filter((name) => name.startsWith("features"));
      expect(names.length).toBe(learnsFeatures ? Object.keys(input.features!).length : 0);
    }
  });

  it("refuses heads that cannot share the width", () =>
    expectCode("E_MODEL_CONFIG", () => craneReleased.create({ embeddingSize: 8, heads: 3 })));

  it("takes memory that grows with the items, and says how much is too much", () => {
    const settings = { embeddingSize: 64, learnsFeatures: true };
    // TikTok: the maps alone, 4 heads of two modalities there and back, would be 2.9 GB.
    expect(releasedBytes(6710, [128, 128], settings)).toBeLessThan(2 ** 27);
    expect(releasedBytes(13420, [128, 128], settings)).toBe(
      2 * releasedBytes(6710, [128, 128], settings),
    );
    checkReleasedSize(7050, [4096, 384], settings);
    let thrown: unknown;
    try {
      checkReleasedSize(63_001, [4096, 384], settings);
    } catch (error) {
      thrown = error;
    }
    expect(isMoviolaError(thrown, "E_MODEL_SIZE")).toBe(true);
    expect(String(thrown)).toMatch(/about 8\.0 GiB for 63001 items/);
    checkReleasedSize(63_001, [4096, 384], { ...settings, learnsFeatures: false });
  });
});
