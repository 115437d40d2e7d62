import { openFile, type Feeds, type GraphSession, type SessionOptions } from "./file-session.js";
import type { Graph } from "./graph.js";
import { onnxFile } from "./onnx/model-file.js";
import { planStages } from "./stages/plan.js";
import { openStages } from "./stages/session.js";
import type { Tensor } from "./tensor.js";

export type { Feeds, GraphSession, SessionOptions };

/** Opens the part of a graph that `outputs` depend on. Throws `E_GRAPH_SESSION`. */
export async function openSession(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  options: SessionOptions = {},
): Promise<GraphSession> {
  const plan = planStages(graph, Object.values(outputs));
  if (plan !== undefined) return openStages(graph, outputs, plan, options);
  // An output may have the name of an input in the caller's eyes, but not in the file.
  const named = Object.entries(outputs).map(([own, tensor]) => ({
    name: `output ${own}`,
    own,
    tensor,
  }));
  return openFile(onnxFile(graph, named), named, options);
}
