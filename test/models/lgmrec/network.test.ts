import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/compute/graph/index.js";
import { contrast } from "../../../src/models/lgmrec/network.js";
import { checkGradient } from "../../compute/graph/check-gradient.js";
import { cosine, type Matrix } from "../../support/dense-matrix.js";
import { constantRows, graphValues } from "../../support/graph-values.js";

type Pair = Readonly<Record<"users" | "items", Matrix>>;

const modalities: readonly Pair[] = [
  {
    users: [
      [1, 2],
      [0.5, -1],
    ],
    items: [
      [2, 0.1],
      [-1, 1],
      [0.3, 0.4],
    ],
  },
  {
    users: [
      [0.2, 1],
      [1, 1],
    ],
    items: [
      [1, -1],
      [0.5, 2],
      [2, 2],
    ],
  },
  {
    users: [
      [-1, 0.3],
      [2, 0.1],
    ],
    items: [
      [0.1, 1],
      [1, 0.2],
      [-1, -2],
    ],
  },
];
const batch = { users: [1, 1, 0], positives: [2, 0, 2] };

/** The sum over rows of -ln(own share among all), by the definition. */
function lossOf(one: Matrix, other: Matrix, rows: readonly number[], temperature: number): number {
  return rows.reduce((sum, row) => {
    const shares = other.map((each) => Math.exp(cosine(one[row], each) / temperature));
    return sum - Math.log(shares[row] / shares.reduce((total, share) => total + share, 0));
  }, 0);
}

describe("the self-supervision of LGMRec", () => {
  it("is between each two modalities, against all users and items: equation 8", async () => {
    for (const chosen of [modalities.slice(0, 2), modalities]) {
      const graph = new Graph();
      const nodes = chosen.map(({ users, items }) => ({
        users: constantRows(graph, users),
        items: constantRows(graph, items),
      }));
      const rows = (values: readonly number[]) => graph.constant(Int32Array.from(values));
      const given = {
        users: rows(batch.users),
        positives: rows(batch.positives),
        negatives: rows(batch.positives),
      };
      const { loss } = await graphValues(graph, { loss: contrast(nodes, given, 0.2) });
      let expected = 0;
      chosen.forEach((one, at) => {
        for (const other of chosen.slice(at + 1)) {
          expected += lossOf(one.users, other.users, batch.users, 0.2);
          expected += lossOf(one.items, other.items, batch.positives, 0.2);
        }
      });
      // A sum of some dozens of terms of up to 10.
      expect(Math.abs(loss[0][0] - expected)).toBeLessThan(1e-4);
    }
  });

  it("has the gradient of central differences", async () => {
    await checkGradient(
      ([imageUsers, imageItems, textUsers, textItems], graph) => {
        const rows = (values: readonly number[]) => graph.constant(Int32Array.from(values));
        const { users, positives } = batch;
        return contrast(
          [
            { users: imageUsers, items: imageItems },
            { users: textUsers, items: textItems },
          ],
          { users: rows(users), positives: rows(positives), negatives: rows(positives) },
          0.5,
        );
      },
      {
        shapes: [
          [2, 3],
          [3, 3],
          [2, 3],
          [3, 3],
        ],
      },
    );
  });
});
