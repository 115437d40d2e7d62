import { describe, expect, it } from "vitest";
import { concat, Graph } from "../../../src/compute/graph/index.js";
import { differentPlaces } from "../../../src/models/slmrec/self-supervision.js";
import { graphValues } from "../../support/graph-values.js";

describe("two different places", () => {
  it("are each as likely, and never the same", async () => {
    const graph = new Graph();
    const [first, second] = differentPlaces({ graph, seed: 1, isTraining: true }, 3);
    const outputs = { first: concat(first, -1), second: concat(second, -1) };
    const [one, other] = graph.noises.keys();
    const seen = new Map<string, number>();
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 6; b++) {
        const feeds = {
          [one]: Float32Array.of((a + 0.5) / 6),
          [other]: Float32Array.of((b + 0.5) / 6),
        };
        const values = await graphValues(graph, outputs, feeds);
        const places = [values.first[0], values.second[0]].map((row) => {
          expect([...row].sort()).toEqual([0, 0, 1]);
          return row.indexOf(1);
        });
        seen.set(places.join(), (seen.get(places.join()) ?? 0) + 1);
      }
    }
    expect([...seen.keys()].sort()).toEqual(["0,1", "0,2", "1,0", "1,2", "2,0", "2,1"]);
    expect([...seen.values()]).toEqual(Array(6).fill(6));
  });

  it("are not found in one", () => {
    const graph = new Graph();
    expect(() => differentPlaces({ graph, seed: 1, isTraining: true }, 1)).toThrow(RangeError);
  });
});
