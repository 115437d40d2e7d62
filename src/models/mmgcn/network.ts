import {
  add,
  concat,
  dense,
  leakyRelu,
  matMul,
  parameter,
  sparseProduct,
  unitLength,
  xavierNormal,
  type Builder,
  type GraphMatrix,
  type Tensor,
} from "../../compute/graph/index.js";

/** What the network of one modality works on; nodes are users and then items. */
export interface ModalityNodes {
  /** `[nNodes x nNodes]` each row the mean of its neighbours. */
  readonly neighbours: GraphMatrix;
  /** `[nUsers x contentSize]` the free vectors of users in this modality. */
  readonly preferences: Tensor;
  /** `[nItems x contentSize]` the projected features. */
  readonly content: Tensor;
  /** `[nNodes x embeddingSize]` what nodes are in every modality. */
  readonly identities: Tensor;
}

/** Equations 1 to 4: the nodes in one modality, `[nNodes x embeddingSize]`. */
export function modalityNetwork(
  builder: Builder,
  { neighbours, preferences, content, identities }: ModalityNodes,
  layers: number,
): Tensor {
  const size = identities.shape[1] as number;
  let nodes = unitLength(concat([preferences, content], 0));
  for (let layer = 0; layer < layers; layer++) {
    nodes = builder.graph.inLayer(String(layer), () => {
      const width = nodes.shape[1] as number;
      const weight = parameter(builder, "aggregate", [width, width], xavierNormal);
      const gathered = leakyRelu(sparseProduct(neighbours, matMul(nodes, weight)));
      const own = add(leakyRelu(dense(builder, "own", nodes, size)), identities);
      return leakyRelu(add(dense(builder, "combine", gathered, size), own));
    });
  }
  return nodes;
}
