import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/compute/graph/graph.js";
import {
  add,
  multiply,
  square,
  subtract,
} from "../../../src/compute/graph/operators/elementwise.js";
import { gather } from "../../../src/compute/graph/operators/gather.js";
import { halfSquares } from "../../../src/compute/graph/operators/losses.js";
import { sum } from "../../../src/compute/graph/operators/reduce.js";
import { adam, adamW, type AdamOptions } from "../../../src/compute/graph/optimisers/adam.js";
import type { Optimiser } from "../../../src/compute/graph/optimisers/optimiser.js";
import { openTraining, type Training } from "../../../src/compute/graph/training.js";

interface Golden {
  readonly start: number[][];
  readonly first: number[][];
  readonly second: number[][];
  readonly cases: { readonly options: AdamOptions; readonly path: number[][] }[];
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "golden", "row_wise.json"), "utf8"),
) as Golden;

interface Settings {
  readonly optimiser: Optimiser;
  readonly threads?: number;
  readonly clipNorm?: number;
  /** Adds a term that depends on all rows. */
  readonly isPenalised?: boolean;
}

/** The golden's loss over a table and, beside it, a dense parameter. */
function open({ isPenalised = false, ...options }: Settings): Promise<Training> {
  const graph = new Graph();
  const table = graph.parameter("table", [6, 2], Float32Array.from(golden.start.flat()));
  const dense = graph.parameter("dense", [2], Float32Array.of(1, 2));
  const first = gather(table, graph.input("first", ["n"], "int32"));
  const second = gather(table, graph.input("second", ["m"], "int64"));
  const rows = add(sum(square(subtract(first, 1))), multiply(sum(square(second)), 3));
  const loss = add(rows, sum(square(dense)));
  return openTraining(graph, {
    loss: isPenalised ? add(loss, halfSquares(table)) : loss,
    ...options,
  });
}

async function pathOf(settings: Settings): Promise<Record<string, Float32Array>[]> {
  const training = await open(settings);
  const path: Record<string, Float32Array>[] = [];
  for (const [at, one] of golden.first.entries()) {
    const other = golden.second[at];
    const feeds = { first: Int32Array.from(one), second: BigInt64Array.from(other, BigInt) };
    await training.step(feeds, { n: one.length, m: other.length }, 0.05);
    path.push(training.save().arrays);
  }
  await training.close();
  return path;
}

describe("row-wise Adam", () => {
  it.each(golden.cases)("goes SparseAdam's way for ten steps, $options", async (each) => {
    const path = await pathOf({ optimiser: adam({ ...each.options, rowWise: true }) });
    each.path.forEach((expected, step) => {
      // Single precision against PyTorch in double precision.
      expected.forEach((value, at) => {
        const distance = Math.abs(path[step].table[at] - value);
        expect(distance).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
      });
    });
  });

  it("keeps rows that were not gathered, their memories, and decays no weight of theirs", async () => {
    for (const optimiser of [adam, adamW]) {
      const path = await pathOf({ optimiser: optimiser({ rowWise: true, weightDecay: 0.5 }) });
      const touched = (step: number): Set<number> =>
        new Set([...golden.first[step], ...golden.second[step]]);
      for (let step = 1; step < path.length; step++) {
        for (const [name, now] of Object.entries(path[step])) {
          if (!name.includes("table")) continue;
          for (let row = 0; row < 6; row++) {
            const [old, own] = [path[step - 1][name], now].map((all) =>
              all.subarray(2 * row, 2 * row + 2),
            );
            if (touched(step).has(row)) expect(own).not.toEqual(old);
            else expect(own).toEqual(old);
          }
        }
      }
    }
  });

  it("is Adam for other parameters, and for a table that the loss sees as a whole", async () => {
    for (const isPenalised of [false, true]) {
      const [rowWise, whole] = [
        await pathOf({ optimiser: adam({ rowWise: true }), isPenalised }),
        await pathOf({ optimiser: adam(), isPenalised }),
      ].map((path) => path.at(-1)!);
      expect(rowWise.dense).toEqual(whole.dense);
      if (isPenalised) expect(rowWise.table).toEqual(whole.table);
      else expect(rowWise.table).not.toEqual(whole.table);
    }
  });

  it("also finds the rows of a clipped gradient, and gives the same bytes for two threads", async () => {
    const settings = { optimiser: adam({ rowWise: true }), clipNorm: 0.5 };
    const one = await pathOf({ ...settings, threads: 1 });
    expect(await pathOf({ ...settings, threads: 2 })).toEqual(one);
    // Row 5 is never gathered.
    expect([...one.at(-1)!.table.subarray(10)]).toEqual(golden.start[5]);
  });
});
