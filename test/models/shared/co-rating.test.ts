import { describe, expect, test } from "vitest";
import { coRatingSimilarity } from "../../../src/models/shared/co-rating.js";
import type { CentredRatings, CoRatingSettings } from "../../../src/models/shared/co-rating.js";
import { createFitSteps } from "../../../src/models/shared/fit-steps.js";
import { ratingTable } from "../../../src/models/shared/rating-table.js";
import { createTriangle, trianglePosition } from "../../../src/models/shared/triangle.js";
import { expectCode } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

/*
 * Four users, four items, worked by hand (a dot is no rating):
 *        i0 i1 i2 i3
 *   u0    1  2  .  3
 *   u1    2  1  .  3
 *   u2    3  .  4  3
 *   u3    .  .  2  .
 */
const input = fitInput(
  trainPart(4, 4, [
    [0, 0, 1],
    [0, 1, 2],
    [0, 3, 3],
    [1, 0, 2],
    [1, 1, 1],
    [1, 3, 3],
    [2, 0, 3],
    [2, 2, 4],
    [2, 3, 3],
    [3, 2, 2],
  ]),
);

/** The ratings as they are, uncentred, users as rows. */
function asTheyAre(): CentredRatings {
  const { byUser, byItem } = ratingTable(input);
  return {
    byRow: byUser,
    rowValues: Float64Array.from(byUser.values),
    byColumn: byItem,
    columnValues: Float64Array.from(byItem.values),
  };
}

async function similarity(
  settings: Partial<CoRatingSettings>,
  a: number,
  b: number,
): Promise<number> {
  const all = { similarity: "cosine" as const, minimumSupport: 1, shrinkage: 0, ...settings };
  const triangle = await coRatingSimilarity(asTheyAre(), all, createFitSteps("test", input));
  return triangle[trianglePosition(a, b)];
}

describe("similarity over common columns, by hand", () => {
  test("cosine of u1 and u0: (2 + 2 + 9) / (sqrt 14 sqrt 14)", async () => {
    expect(await similarity({}, 1, 0)).toBeCloseTo(13 / 14, 6);
  });

  test("cosine of u2 and u0 counts i0 and i3 alone: (3 + 9) / (sqrt 18 sqrt 10)", async () => {
    expect(await similarity({}, 2, 0)).toBeCloseTo(12 / Math.sqrt(180), 6);
  });

  test("pearson of u1 and u0: deviations (0, -1, 1) and (-1, 0, 1), so 1 / 2", async () => {
    expect(await similarity({ similarity: "pearson" }, 1, 0)).toBeCloseTo(0.5, 6);
  });

  test("pearson is 0 where a row is constant over the common columns", async () => {
    expect(await similarity({ similarity: "pearson" }, 2, 0)).toBe(0);
    expect(await similarity({ similarity: "pearson" }, 3, 2)).toBe(0);
  });

  test("shrinkage by (n - 1) / (n - 1 + shrinkage): 2 / 6 at three common columns", async () => {
    expect(await similarity({ shrinkage: 4 }, 1, 0)).toBeCloseTo((13 / 14) * (2 / 6), 6);
    expect(await similarity({ shrinkage: 4 }, 3, 2)).toBe(0);
  });

  test("below the minimum support it is 0", async () => {
    expect(await similarity({ minimumSupport: 3 }, 1, 0)).toBeGreaterThan(0);
    expect(await similarity({ minimumSupport: 4 }, 1, 0)).toBe(0);
    expect(await similarity({}, 3, 0)).toBe(0);
  });
});

test("more pairs than fit are refused before anything is allocated", async () => {
  await expectCode("E_MODEL_SIZE", () => createTriangle(100_000));
});
