/** Items by a network whose parameters are known. */
import {
  Graph,
  openSession,
  type Feeds,
  type GraphSession,
  type Tensor,
} from "../../compute/graph/index.js";
import { toUnitLength } from "../../features/shared/unit-length.js";
import type { EncodedItems, EncodedPart } from "./encoded-items.js";
import { itemNetwork, type ItemNetwork, type NetworkSettings } from "./network.js";
import { attentionMass } from "./attention-mass.js";
import { inputNames, tokenInputs } from "./token-sets.js";
import { hasSide, sideOf, type ItemTokens, type SideName } from "./tokens.js";

/** Items whose rows are in memory at once. */
const chunk = 2048;

type Arrays = Readonly<Record<string, Float32Array>>;

/** A network that is ready to encode the items of a fit. */
export interface Encoder {
  /** Values that parameters start from, by name. */
  readonly initial: Arrays;
  /** With `parts` alone what scores need, in a third of the time. */
  encode(parameters: Arrays, what?: "parts" | "all"): Promise<EncodedItems>;
  close(): Promise<void>;
}

/** Opens the network for use. */
export async function openEncoder(
  items: ItemTokens,
  settings: NetworkSettings,
  seed: number,
): Promise<Encoder> {
  const graph = new Graph();
  const builder = { graph, seed, isTraining: false };
  const network = itemNetwork(builder, tokenInputs(builder, items), settings);
  const session = await openSession(graph, outputsOf(network));
  const initial = Object.fromEntries(
    [...graph.parameters].map(([name, parameter]) => [name, parameter.initial]),
  );
  return {
    initial,
    encode: (parameters, what = "all") => encode(session, items, network, parameters, what),
    close: () => session.close(),
  };
}

/** The rows of some items, as a graph is fed with them. */
export function feedsOf(
  { tokens, present }: Pick<ItemTokens, "tokens" | "present">,
  rows: ArrayLike<number>,
  isHidden: (token: number) => boolean = () => false,
): Feeds {
  const marks = new Uint8Array(rows.length * tokens.length);
  for (let row = 0; row < rows.length; row++) {
    for (let at = 0; at < tokens.length; at++) {
      if (!isHidden(at)) marks[row * tokens.length + at] = present[rows[row] * tokens.length + at];
    }
  }
  const values = tokens.map(({ name, dim, values: all }) => {
    const own = new Float32Array(rows.length * dim);
    for (let row = 0; row < rows.length; row++) {
      own.set(all.subarray(rows[row] * dim, (rows[row] + 1) * dim), row * dim);
    }
    return [inputNames.values(name), own] as const;
  });
  return { ...Object.fromEntries(values), [inputNames.present]: marks };
}

function outputsOf({ parts, sides, weights }: ItemNetwork): Record<string, Tensor> {
  const outputs: Record<string, Tensor> = {};
  parts.forEach(({ vector, weight }, at) => {
    outputs[`part ${at}`] = vector;
    if (weight !== undefined) outputs[`weight ${at}`] = weight;
  });
  for (const name of ["text", "image"] as const) {
    if (sides[name] !== undefined) outputs[`side ${name}`] = sides[name].vector;
    if (weights[name] !== undefined) outputs[`attention ${name}`] = weights[name];
  }
  return outputs;
}

async function encode(
  session: GraphSession,
  items: ItemTokens,
  network: ItemNetwork,
  parameters: Arrays,
  what: "parts" | "all",
): Promise<EncodedItems> {
  const joint = await runAll(session, items, parameters);
  const parts = network.parts.map(({ vector, weight }, at): EncodedPart => {
    const width = vector.shape[1] as number;
    const weights = weight === undefined ? {} : { weights: joint[`weight ${at}`] };
    return { width, vectors: joint[`part ${at}`], ...weights };
  });
  if (what === "parts") return { parts, sides: {} };
  const sides: { -readonly [Name in SideName]?: EncodedPart } = {};
  for (const name of ["text", "image"] as const) {
    const side = network.sides[name];
    if (side === undefined) continue;
    // What the other side adds by cross-attention is kept out: a text would else know its own poster.
    const other = new Set(sideOf(items, name === "text" ? "image" : "text"));
    const alone = await runAll(session, items, parameters, (at) => other.has(at));
    const vectors = unitRows(alone[`side ${name}`], hasSide(items, name));
    sides[name] = { width: side.vector.shape[1] as number, vectors };
  }
  return { parts, sides, ...attentionMass(items, network.weights, joint) };
}

/** All outputs for all items, chunk by chunk. */
async function runAll(
  session: GraphSession,
  items: ItemTokens,
  parameters: Arrays,
  isHidden?: (token: number) => boolean,
): Promise<Record<string, Float32Array>> {
  const whole: Record<string, Float32Array> = {};
  for (let start = 0; start < items.nItems; start += chunk) {
    const length = Math.min(chunk, items.nItems - start);
    const rows = Int32Array.from({ length }, (_unused, at) => start + at);
    const feeds = { ...feedsOf(items, rows, isHidden), ...parameters };
    const results = await session.run(feeds, { items: length });
    for (const [name, values] of Object.entries(results)) {
      const width = values.length / length;
      whole[name] ??= new Float32Array(items.nItems * width);
      whole[name].set(values as Float32Array, start * width);
    }
  }
  return whole;
}

/** Rows brought to length 1; 0 where `has` is not. */
function unitRows(rows: Float32Array, has: Uint8Array): Float32Array {
  const width = rows.length / has.length;
  has.forEach((mark, row) => {
    const own = rows.subarray(row * width, (row + 1) * width);
    if (mark === 1) toUnitLength(own);
    else own.fill(0);
  });
  return rows;
}
