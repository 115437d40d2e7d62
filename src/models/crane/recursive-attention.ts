import {
  add,
  concat,
  dense,
  matMul,
  multiply,
  normalised,
  relu,
  tanh,
  transpose,
  type Builder,
  type Tensor,
} from "../../compute/graph/index.js";
import type { CraneSettings } from "./settings.js";

/** Rows of one modality, `[n x width]`. */
export interface ModalityRows {
  readonly name: string;
  readonly rows: Tensor;
}

/**
 * Recursive cross-modal attention, equations 2 to 4 of `crane.ts`, `depth` times: each modality is refined by its
 * correlation with all of them together. All are `[n x width]` of one width; the cost is n width^2, not n^2.
 */
export function recursiveAttention(
  builder: Builder,
  modalities: readonly ModalityRows[],
  { depth, scale, layerNorm }: Pick<CraneSettings, "depth" | "scale" | "layerNorm">,
): ModalityRows[] {
  const { graph } = builder;
  let current = [...modalities];
  for (let step = 0; step < depth; step++) {
    current = graph.inLayer(`recursion/${step}`, () => {
      const normal = current.map(({ name, rows }) =>
        layerNorm ? normalised(builder, `norm/${name}`, rows) : rows,
      );
      const beside = concat(normal, -1);
      const joint = dense(builder, "joint", beside, beside.shape[1] as number);
      return current.map(({ name, rows }, at) => ({
        name,
        rows: graph.inLayer(name, () => refine(builder, rows, normal[at], joint, scale)),
      }));
    });
  }
  return current;
}

/** Equations 3 and 4 for one modality. */
function refine(
  builder: Builder,
  rows: Tensor,
  normal: Tensor,
  joint: Tensor,
  scale: CraneSettings["scale"],
): Tensor {
  const [n, width] = rows.shape as readonly number[];
  const divisor = scale === "rows" ? n / Math.sqrt(width) : Math.sqrt(width);
  const correlation = tanh(multiply(matMul(transpose(normal), joint), 1 / divisor));
  const valued = dense(builder, "value", normal, width, { hasBias: false });
  const attended = relu(matMul(valued, correlation));
  return add(rows, relu(dense(builder, "output", attended, width)));
}
