import { expect, it } from "vitest";
import { drawCounts } from "../../../src/compute/kernels/draw-counts.js";
import { createRandom } from "../../../src/compute/random.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

it("draws what the stream draws, and goes on from where it stopped", () => {
  const n = 1000;
  const random = createRandom(5, "counts");
  const expected = Array.from({ length: 5 }, () => {
    const counts = new Array<number>(n).fill(0);
    for (let draw = 0; draw < n; draw++) counts[Math.floor((random.uint32() * n) / 4294967296)]++;
    return counts;
  });
  for (const pool of [twin, ...compiled]) {
    const workspace = pool.workspace();
    const words = workspace.copyOf(createRandom(5, "counts").words());
    const counts = workspace.float64(3 * n).fill(7);
    drawCounts(pool, n, 3, words, counts);
    expect([...counts]).toEqual(expected.slice(0, 3).flat());
    drawCounts(pool, n, 2, words, counts);
    expect([...counts.slice(0, 2 * n)]).toEqual(expected.slice(3).flat());
    workspace.release();
  }
});
