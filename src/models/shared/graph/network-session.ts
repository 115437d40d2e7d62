import {
  openSession,
  type GraphSession,
  type SessionOptions,
  type Values,
} from "../../../compute/graph/index.js";
import type { BuiltNetwork } from "./build-network.js";
import { filledUp } from "./fill-up.js";

type Parameters = Readonly<Record<string, Float32Array>>;

/** Pairs that are predicted at a time, where a definition says nothing else. */
export const usualPredictionBatch = 4096;

/**
 * A network for use; `predictionBatch` as in its definition. It has one thread: how a product of few rows is
 * divided among threads decides its last bits, so a prediction would depend on its neighbours.
 */
export function sessionOf(
  network: BuiltNetwork,
  predictionBatch: number = usualPredictionBatch,
): NetworkSession {
  return new NetworkSession(network, predictionBatch, { threads: 1 });
}

/** A network for use, whose session is opened when it is first asked, and is then kept. */
export class NetworkSession {
  readonly #network: BuiltNetwork;
  readonly #batchSize: number;
  readonly #options: SessionOptions;
  #session: Promise<GraphSession> | undefined;

  constructor(network: BuiltNetwork, batchSize: number, options: SessionOptions) {
    this.#network = network;
    this.#batchSize = batchSize;
    this.#options = options;
  }

  /** `[users.length]` predictions of pairs, not clipped. Throws `E_GRAPH_SESSION`. */
  async predict(
    parameters: Parameters,
    users: Int32Array,
    items: Int32Array,
    timestamps?: Float64Array,
  ): Promise<Float32Array> {
    const predictions = new Float32Array(users.length);
    for (let start = 0; start < users.length; start += this.#batchSize) {
      const end = start + this.#batchSize;
      const columns = [users.slice(start, end), items.slice(start, end)] as const;
      const { prediction } = await this.run(parameters, ...columns, timestamps?.slice(start, end));
      predictions.set(prediction as Float32Array, start);
    }
    return predictions;
  }

  /**
   * `prediction` and the network's further outputs, of one batch of pairs. A pair's values do not depend on
   * the others: batches are filled up, since products of a few rows are summed in another order than those of
   * many. Throws `E_GRAPH_SESSION`.
   */
  async run(
    parameters: Parameters,
    users: Int32Array,
    items: Int32Array,
    timestamps?: Float64Array,
  ): Promise<Record<string, Values>> {
    const { graph, outputs } = this.#network;
    const { prediction, more } = outputs;
    this.#session ??= openSession(graph, { ...more, prediction }, this.#options);
    const session = await this.#session;
    const { feeds, sizes } = this.#network.feedsOf({
      users: filledUp(users),
      items: filledUp(items),
      ...(timestamps === undefined ? {} : { timestamps: filledUp(timestamps) }),
    });
    const results = await session.run({ ...feeds, ...parameters }, sizes);
    const share = users.length / sizes.batch;
    const own = Object.entries(results).map(
      ([name, values]) => [name, values.subarray(0, values.length * share)] as const,
    );
    return Object.fromEntries(own);
  }

  async close(): Promise<void> {
    const session = await this.#session;
    this.#session = undefined;
    await session?.close();
  }
}
