import {
  openTraining,
  trainGraph,
  type Batch,
  type Evaluation,
  type SessionOptions,
  type Training,
} from "../../../compute/graph/index.js";
import type { CurvePoint, FitInput } from "../../contract.js";
import type { ModelState } from "../../state.js";
import type { FitSteps } from "../fit-steps.js";
import type { Learned } from "../learned.js";
import type { RatingTable } from "../rating-table.js";
import { checkWarmStart } from "../warm-start.js";
import { buildNetwork, type BuiltNetwork } from "./build-network.js";
import { trainingDevice } from "./device.js";
import { asFitOf } from "./fit-errors.js";
import { sessionOf, type NetworkSession } from "./network-session.js";
import { optimiserOf, type NetworkSettings } from "./network-settings.js";
import { checkTrainingSize, trainingBytes } from "./network-size.js";
import { factsOf, networkState, parametersOf } from "./network-state.js";
import type { NetworkData, NetworkFacts, RatingNetworkDefinition } from "./network-types.js";
import { ratedPairs, ratingBatches, samplePairs, type RatedPairs } from "./rating-batches.js";

/** Training ratings that the curve is measured on, at most. */
const mostMeasured = 20_000;

/** What a fit learns from. */
export interface FitParts {
  readonly table: RatingTable;
  readonly input: FitInput;
  readonly steps: FitSteps;
}

/** A network in training, with the session that measures it. */
interface Running {
  readonly network: BuiltNetwork;
  readonly training: Training;
  readonly session: NetworkSession;
}

/** One fit of a network; `rating-network.ts` says how it trains. */
export class NetworkFit<Settings extends NetworkSettings> {
  readonly #definition: RatingNetworkDefinition<Settings>;
  readonly #settings: Settings;
  readonly #parts: FitParts;
  readonly #pairs: RatedPairs;
  readonly #measured: RatedPairs;
  readonly #valid: RatedPairs | undefined;
  readonly #curve: CurvePoint[] = [];

  constructor(definition: RatingNetworkDefinition<Settings>, settings: Settings, parts: FitParts) {
    const { table, input } = parts;
    this.#definition = definition;
    this.#settings = settings;
    this.#parts = parts;
    this.#pairs = ratedPairs(table);
    this.#measured = samplePairs(this.#pairs, mostMeasured, input.seed);
    this.#valid = validPairs(input);
  }

  /** Throws `E_MODEL_ABORTED`, `E_MODEL_DEVICE`, `E_MODEL_DIVERGED`, `E_MODEL_SIZE`. */
  async learn(): Promise<Learned> {
    const { table, input, steps } = this.#parts;
    const { id, predictionBatch } = this.#definition;
    const { epochs } = this.#settings;
    const batchSize = Math.min(this.#settings.batchSize, table.nRatings);
    const device = await trainingDevice(this.#settings.device);
    const data = (await this.#definition.prepare?.(table, this.#settings, input)) ?? {};
    const facts = factsOf(this.#stateOf(data));
    const network = this.#networkOf(facts);
    const bytes = trainingBytes(network.graph, batchSize, bytesOf(data));
    await steps.step(0, epochs, "epochs", checkTrainingSize(bytes, batchSize));
    const inUse = buildNetwork(this.#definition, this.#settings, facts);
    const session = sessionOf(inUse, predictionBatch);
    const training = await this.#open(network, device);
    try {
      const losses = await asFitOf(id, input, () => this.#run({ network, training, session }));
      const curve = this.#curve.map(({ epoch, values }, at) => ({
        epoch,
        values: { loss: losses[at], ...values },
      }));
      const learned = networkState(training.parameters(), data, table.ratingScale.step);
      return { ...learned, report: { epochs: curve.length, curve } };
    } finally {
      await Promise.all([training.close(), session.close()]);
    }
  }

  /** A state without parameters: what the data say of the network. */
  #stateOf(data: NetworkData): ModelState {
    const { nUsers, nItems, globalMean, ratingScale } = this.#parts.table;
    const { minimum, maximum, step } = ratingScale;
    const { arrays, numbers } = networkState({}, data, step);
    const all = { globalMean, minimum, maximum, ...numbers };
    return { id: this.#definition.id, config: {}, nUsers, nItems, arrays, numbers: all };
  }

  #networkOf(facts: NetworkFacts): BuiltNetwork {
    const { table, input } = this.#parts;
    const isTrained = (offsets: Int32Array, rows: number): Uint8Array =>
      Uint8Array.from({ length: rows }, (_unused, row) => Number(offsets[row + 1] > offsets[row]));
    return buildNetwork(this.#definition, this.#settings, facts, {
      seed: input.seed,
      trained: {
        users: isTrained(table.byUser.offsets, table.nUsers),
        items: isTrained(table.byItem.offsets, table.nItems),
      },
    });
  }

  async #open(
    { graph, outputs, parameterLengths }: BuiltNetwork,
    device: SessionOptions,
  ): Promise<Training> {
    const { table, input } = this.#parts;
    const { clipNorm } = this.#settings;
    const { warmStart } = input;
    if (warmStart !== undefined) checkWarmStart(warmStart, this.#definition.id, table);
    const start = warmStart === undefined ? {} : parametersOf(warmStart, parameterLengths);
    const training = await openTraining(graph, {
      loss: outputs.loss,
      optimiser: optimiserOf(this.#settings),
      ...(clipNorm === 0 ? {} : { clipNorm }),
      ...device,
    });
    const { step, arrays } = training.save();
    training.restore({ step, arrays: { ...arrays, ...start } });
    return training;
  }

  /** Trains, and gives the mean loss of each epoch. */
  async #run(running: Running): Promise<readonly number[]> {
    const { id } = this.#definition;
    const { epochs, patience, learningRate } = this.#settings;
    const { onProgress, signal } = this.#parts.input;
    const evaluation: Evaluation = {
      every: 1,
      unit: "epochs",
      goal: "minimise",
      name: "validRmse",
      patience,
      evaluate: () => this.#curve.at(-1)!.values.validRmse,
    };
    const { losses } = await trainGraph({
      training: running.training,
      batches: (epoch) => this.#epoch(running, epoch),
      epochs,
      learningRate,
      ...(this.#valid === undefined || patience === 0 ? {} : { evaluation }),
      task: `fit ${id}`,
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(signal === undefined ? {} : { signal }),
    });
    // The last report may have been the moment to stop.
    signal?.throwIfAborted();
    return losses;
  }

  /** The batches of an epoch; behind the last step the curve gets its point. */
  async *#epoch({ network, training, session }: Running, epoch: number): AsyncGenerator<Batch> {
    const { seed } = this.#parts.input;
    const { batchSize } = this.#settings;
    yield* ratingBatches(network, this.#pairs, { batchSize, epoch, seed });
    const rmse = (pairs: RatedPairs): Promise<number> =>
      this.#rmse(session, training.parameters(), pairs);
    const trainRmse = await rmse(this.#measured);
    const values: Record<string, number> = { trainRmse };
    if (this.#valid !== undefined) values.validRmse = await rmse(this.#valid);
    this.#curve.push({ epoch, values });
  }

  async #rmse(
    session: NetworkSession,
    parameters: Readonly<Record<string, Float32Array>>,
    { users, items, ratings, timestamps }: RatedPairs,
  ): Promise<number> {
    const { minimum, maximum } = this.#parts.table.ratingScale;
    const predictions = await session.predict(parameters, users, items, timestamps);
    let sum = 0;
    for (let pair = 0; pair < ratings.length; pair++) {
      const prediction = Math.min(maximum, Math.max(minimum, predictions[pair]));
      sum += (ratings[pair] - prediction) ** 2;
    }
    return Math.sqrt(sum / ratings.length);
  }
}

function validPairs({ valid }: FitInput): RatedPairs | undefined {
  if (valid === undefined || valid.interactions.nRows === 0) return undefined;
  const { userIndex, itemIndex, rating, timestamp } = valid.interactions;
  return {
    users: userIndex,
    items: itemIndex,
    ratings: rating,
    ...(timestamp === undefined ? {} : { timestamps: timestamp }),
  };
}

function bytesOf({ tables = {} }: NetworkData): number {
  return Object.values(tables).reduce((sum, { values }) => sum + values.byteLength, 0);
}
