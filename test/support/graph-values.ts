import { openSession, type Feeds, type Graph, type Tensor } from "../../src/compute/graph/index.js";
import { matrixOf, type Matrix } from "./dense-matrix.js";

/** The values of tensors of a graph, as rows along their last axis; tensors without axes as one row of one number. */
export async function graphValues<Name extends string>(
  graph: Graph,
  outputs: Readonly<Record<Name, Tensor>>,
  feeds: Feeds = {},
): Promise<Record<Name, Matrix>> {
  const session = await openSession(graph, outputs);
  try {
    const values = await session.run(feeds, {});
    const rows = Object.entries<Tensor>(outputs).map(([name, { shape }]) => [
      name,
      matrixOf(values[name] as Float32Array, (shape.at(-1) as number | undefined) ?? 1),
    ]);
    return Object.fromEntries(rows) as Record<Name, Matrix>;
  } finally {
    await session.close();
  }
}

/** Rows as a constant of a graph. */
export function constantRows(graph: Graph, rows: Matrix): Tensor {
  return graph.constant(Float32Array.from(rows.flat()), [rows.length, rows[0].length]);
}
