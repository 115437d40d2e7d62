import {
  Graph,
  parameter,
  xavierUniform,
  type Builder,
  type Feeds,
  type Tensor,
} from "../../../compute/graph/index.js";
import type { Modality } from "../modalities.js";
import type { PairFacts, PairInputs, PairNetwork, PairNetworkDefinition } from "./types.js";
import type { PairNetworkSettings } from "./settings.js";

/** A network written down as a graph, and what every run of it is fed besides parameters and batch. */
export interface BuiltPairNetwork {
  readonly graph: Graph;
  readonly network: PairNetwork;
  /** Sessions read features and tables where they lie and copy nothing. */
  readonly feeds: Feeds;
}

/** Name of the input of a modality's features. */
export const featureName = (modality: string): string => `feature/${modality}`;

/** Builds the network for training, or for use where `seed` is absent. */
export function buildPairNetwork<Settings extends PairNetworkSettings, Prepared>(
  definition: PairNetworkDefinition<Settings, Prepared>,
  settings: Settings,
  facts: PairFacts,
  prepared: Prepared,
  seed?: number,
): BuiltPairNetwork {
  const graph = new Graph();
  const feeds: Record<string, Float32Array> = {};
  const builder: Builder = { graph, seed: seed ?? 0, isTraining: seed !== undefined };
  const inputs = inputsOf(graph, facts, feeds);
  return { graph, network: definition.build(builder, inputs, prepared, settings), feeds };
}

/** Adds the loss of a batch to a network for training. */
export function pairLoss({ graph, network }: BuiltPairNetwork): Tensor {
  return network.loss({
    users: graph.input("users", ["batch"], "int32"),
    positives: graph.input("positives", ["batch"], "int32"),
    negatives: graph.input("negatives", ["batch"], "int32"),
  });
}

function inputsOf(
  graph: Graph,
  { table, modalities }: PairFacts,
  feeds: Record<string, Float32Array>,
): PairInputs {
  const { nUsers, nItems, byUser, byItem } = table;
  const known = new Map<string, Tensor>();
  const given = (name: string, values: Float32Array, rows: number): Tensor => {
    const tensor = known.get(name) ?? graph.input(name, [rows, values.length / rows]);
    known.set(name, tensor);
    feeds[name] = values;
    return tensor;
  };
  return {
    nUsers,
    nItems,
    modalities,
    feature: ({ name, values }: Modality) => given(featureName(name), values, nItems),
    table: (name, values, rows) => given(`table/${name}`, values, rows),
    userTable: (builder, name, size) => learnedRows(builder, name, byUser.offsets, size),
    itemTable: (builder, name, size) => learnedRows(builder, name, byItem.offsets, size),
  };
}

/** A row without entries starts at 0: nothing that it learned would tell it from others. */
function learnedRows(builder: Builder, name: string, offsets: Int32Array, size: number): Tensor {
  return parameter(builder, name, [offsets.length - 1, size], (shape, random) => {
    const values = xavierUniform(shape, random);
    for (let row = 0; row + 1 < offsets.length; row++) {
      if (offsets[row + 1] === offsets[row]) values.fill(0, row * size, (row + 1) * size);
    }
    return values;
  });
}
