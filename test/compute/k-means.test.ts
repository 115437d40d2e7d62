import { describe, expect, it } from "vitest";
import { kMeans } from "../../src/compute/k-means.js";
import { createRandom } from "../../src/compute/random.js";
import { expectCode } from "../support/model-contract.js";

/** Three clouds of 20 points around (0, 0), (10, 0) and (0, 10). */
function clouds(): Float32Array {
  const random = createRandom(1, "test/clouds");
  const centres = [
    [0, 0],
    [10, 0],
    [0, 10],
  ];
  return Float32Array.from({ length: 120 }, (_unused, place) => {
    const row = Math.floor(place / 2);
    return centres[row % 3][place % 2] + 0.1 * random.normal();
  });
}

describe("kMeans", () => {
  it("finds clouds that lie apart, whatever the seed", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { clusters, inertia } = kMeans({ rows: clouds(), dim: 2, nClusters: 3, seed });
      const own = [0, 1, 2].map((cloud) => clusters[cloud]);
      expect(new Set(own).size).toBe(3);
      clusters.forEach((cluster, row) => expect(cluster).toBe(own[row % 3]));
      // 120 squares of normal numbers with deviation .1.
      expect(inertia).toBeLessThan(120 * 0.01 * 2);
    }
  });

  it("by hand: 0, 1 and 9, 10 have the means .5 and 9.5", () => {
    const { clusters, centres, inertia } = kMeans({
      rows: [0, 9, 1, 10],
      dim: 1,
      nClusters: 2,
      seed: 3,
    });
    expect([...centres].sort((a, b) => a - b)).toEqual([0.5, 9.5]);
    expect(clusters[0]).toBe(clusters[2]);
    expect(clusters[1]).toBe(clusters[3]);
    expect(inertia).toBe(1);
  });

  it("k-means++ draws the second centre by the squared distance from the first", () => {
    // From 0: weights 0, 0, 1, 9; from 1: 1, 1, 0, 4; from 3: 9, 9, 4, 0. First centres are even.
    let nFar = 0;
    const nDraws = 4000;
    for (let seed = 0; seed < nDraws; seed++) {
      const options = { rows: [0, 0, 1, 3], dim: 1, nClusters: 2, seed, mostIterations: 0 };
      const { centres } = kMeans(options);
      if (centres.includes(3)) nFar++;
    }
    const share = (2 * (9 / 10) + 4 / 6 + 1) / 4;
    // Four standard deviations of a share of 4,000.
    expect(Math.abs(nFar / nDraws - share)).toBeLessThan(
      4 * Math.sqrt((share * (1 - share)) / nDraws),
    );
  });

  it("takes rows that are all equal, and as many clusters as rows", () => {
    const same = kMeans({ rows: [2, 2, 2], dim: 1, nClusters: 2, seed: 1 });
    expect([...same.clusters]).toEqual([0, 0, 0]);
    expect(same.inertia).toBe(0);
    const each = kMeans({ rows: [1, 5, 9], dim: 1, nClusters: 3, seed: 1 });
    expect(new Set(each.clusters).size).toBe(3);
  });

  it("gives the same for the same seed", () => {
    const run = () => kMeans({ rows: clouds(), dim: 2, nClusters: 5, seed: 9 });
    expect(run()).toEqual(run());
  });

  it("refuses no clusters, more than rows, and numbers that are not finite", async () => {
    for (const nClusters of [0, 4, 1.5, Number.NaN]) {
      await expectCode("E_KMEANS", () => kMeans({ rows: [1, 2, 3], dim: 1, nClusters, seed: 1 }));
    }
    const rows = [1, Number.NaN];
    await expectCode("E_KMEANS", () => kMeans({ rows, dim: 1, nClusters: 1, seed: 1 }));
  });
});
