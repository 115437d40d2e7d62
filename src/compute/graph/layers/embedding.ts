import { gather } from "../operators/gather.js";
import type { Tensor } from "../tensor.js";
import { normally, type Initialiser } from "./initial.js";
import { parameter, type Builder } from "./layers.js";

/**
 * Rows of a learned table `[rows x embeddingSize]`: `indices` `[..]` gives `[.. x embeddingSize]`. Default
 * start: normal with deviation 1, as PyTorch's `Embedding`.
 */
export function embedding(
  builder: Builder,
  name: string,
  indices: Tensor,
  [rows, embeddingSize]: readonly [rows: number, embeddingSize: number],
  initialise: Initialiser = normally(1),
): Tensor {
  return builder.graph.inLayer(name, () =>
    gather(parameter(builder, "table", [rows, embeddingSize], initialise), indices),
  );
}
