import { Graph, type ElementType, type Feeds, type Tensor } from "../../../compute/graph/index.js";
import type { NetworkSettings } from "./network-settings.js";
import type {
  NetworkFacts,
  NetworkInputs,
  NetworkOutputs,
  NetworkTable,
  PairEncoder,
  RatingNetworkDefinition,
} from "./network-types.js";

/** Pairs, with their ratings where a loss is wanted. */
export interface Pairs {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly ratings?: Float32Array;
  /** When they are given; see `RatingPredictor`. */
  readonly timestamps?: Float64Array;
}

/** A network written down as a graph, and the way from pairs to what a run of it is fed. */
export interface BuiltNetwork {
  readonly graph: Graph;
  readonly outputs: NetworkOutputs;
  /** Lengths of the parameters, by name. */
  readonly parameterLengths: ReadonlyMap<string, number>;
  feedsOf(pairs: Pairs): {
    readonly feeds: Feeds;
    readonly sizes: Readonly<Record<string, number>>;
  };
}

/** For training: the seed of the parameters, and who has training ratings. */
export interface TrainingMode {
  readonly seed: number;
  readonly trained: { readonly users: Uint8Array; readonly items: Uint8Array };
}

/** Builds the network for training, or for use where `mode` is absent. Throws `E_MODEL_STATE`. */
export function buildNetwork<Settings extends NetworkSettings>(
  definition: RatingNetworkDefinition<Settings>,
  settings: Settings,
  facts: NetworkFacts,
  mode?: TrainingMode,
): BuiltNetwork {
  const graph = new Graph();
  const encoder = definition.encoder?.(facts, settings);
  const tables = new Map<string, NetworkTable>();
  const inputs = inputsOf(graph, facts, encoder, tables);
  const outputs = definition.build(
    { graph, seed: mode?.seed ?? 0, isTraining: mode !== undefined },
    mode === undefined ? inputs : { ...inputs, trained: mode.trained },
    settings,
  );
  const constants = Object.fromEntries(
    [...tables].map(([name, { values }]) => [inputName(name), values]),
  );
  const lengths = [...graph.parameters].map(
    ([name, { initial }]) => [name, initial.length] as const,
  );
  return {
    graph,
    outputs,
    parameterLengths: new Map(lengths),
    feedsOf: (pairs) => {
      const { users, items, ratings = new Float32Array(users.length) } = pairs;
      const encoded = encoder?.encode(users, items, pairs.timestamps);
      const levels = levelsOf(ratings, facts);
      const more = Object.entries(encoded?.feeds ?? {}).map(
        ([name, values]) => [`encoded/${name}`, values] as const,
      );
      return {
        feeds: { users, items, ratings, levels, ...constants, ...Object.fromEntries(more) },
        sizes: { batch: users.length, ...encoded?.sizes },
      };
    },
  };
}

const inputName = (table: string): string => `table/${table}`;

/** Tables are inputs that each run is given: sessions read them where they lie and copy nothing. */
function inputsOf(
  graph: Graph,
  facts: NetworkFacts,
  encoder: PairEncoder | undefined,
  tables: Map<string, NetworkTable>,
): NetworkInputs {
  const known = new Map<string, Tensor>();
  const encoded = Object.entries(encoder?.inputs ?? {}).map(
    ([name, { shape, type }]) => [name, graph.input(`encoded/${name}`, shape, type)] as const,
  );
  return {
    facts,
    users: graph.input("users", ["batch"], "int32"),
    items: graph.input("items", ["batch"], "int32"),
    ratings: graph.input("ratings", ["batch"]),
    levels: graph.input("levels", ["batch"], "int32"),
    encoded: Object.fromEntries(encoded),
    table: (name) => {
      const table = facts.table(name);
      const { rows, values } = table;
      const shape = [rows, values.length / rows];
      const tensor = known.get(name) ?? graph.input(inputName(name), shape, typeOf(values));
      known.set(name, tensor);
      tables.set(name, table);
      return tensor;
    },
  };
}

function typeOf(values: NetworkTable["values"]): ElementType {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "bool";
}

/** Places of ratings on the scale, from 0. */
function levelsOf(ratings: Float32Array, { ratingScale }: NetworkFacts): Int32Array {
  const { minimum, maximum, step } = ratingScale;
  const clipped = ratings.map((rating) => Math.min(maximum, Math.max(minimum, rating)));
  return Int32Array.from(clipped, (rating) => Math.round((rating - minimum) / step));
}
