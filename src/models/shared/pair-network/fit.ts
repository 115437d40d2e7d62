import {
  adam,
  openSession,
  openTraining,
  SparseRoom,
  trainGraph,
  type Batch,
  type Evaluation,
  type GraphSession,
  type Training,
} from "../../../compute/graph/index.js";
import type { ComputePool } from "../../../compute/pool/pool.js";
import { withWorkspace } from "../../../compute/pool/shared-pool.js";
import type { Workspace } from "../../../compute/pool/workspace.js";
import type { CurvePoint, FitInput } from "../../contract.js";
import type { FitSteps } from "../fit-steps.js";
import { trainingDevice } from "../graph/device.js";
import { asFitOf } from "../graph/fit-errors.js";
import { checkTrainingSize, trainingBytes } from "../graph/network-size.js";
import { arrayName, parametersOf } from "../graph/network-state.js";
import type { Learned } from "../learned.js";
import { givenModalities, modalitiesOf, type Modality } from "../modalities.js";
import type { PositiveTable } from "../positive-table.js";
import { dimName } from "../reread-features.js";
import { checkFinite } from "../training.js";
import { validNdcg, type ValidNdcg } from "../valid-ndcg.js";
import { checkWarmStart } from "../warm-start.js";
import { PairSource } from "./batches.js";
import { buildPairNetwork, featureName, pairLoss, type BuiltPairNetwork } from "./build.js";
import type { PairNetworkSettings } from "./settings.js";
import type { PairFacts, PairNetworkDefinition } from "./types.js";

/** What a fit learns from. */
export interface PairFitParts {
  readonly table: PositiveTable;
  readonly input: FitInput;
  readonly steps: FitSteps;
}

type Parameters = Readonly<Record<string, Float32Array>>;

/** A network in training, with the session that gives its vectors. */
interface Running {
  readonly training: Training;
  readonly trained: BuiltPairNetwork;
  readonly inUse: BuiltPairNetwork;
  readonly session: GraphSession;
  /** Done with the parameters before the session is given them. */
  readonly beforeUse: (parameters: Parameters) => void | Promise<void>;
}

/** One fit of a network; `pair-network.ts` says how it trains. */
export class PairNetworkFit<Settings extends PairNetworkSettings, Prepared> {
  readonly #definition: PairNetworkDefinition<Settings, Prepared>;
  readonly #settings: Settings;
  readonly #parts: PairFitParts;
  readonly #watch: ValidNdcg | undefined;
  readonly #values: number[] = [];

  constructor(
    definition: PairNetworkDefinition<Settings, Prepared>,
    settings: Settings,
    parts: PairFitParts,
  ) {
    this.#definition = definition;
    this.#settings = settings;
    this.#parts = parts;
    this.#watch = settings.patience > 0 ? validNdcg(parts.table, parts.input.valid) : undefined;
  }

  /** Throws `E_MODEL_ABORTED`, `E_MODEL_DEVICE`, `E_MODEL_DIVERGED`, `E_MODEL_FEATURES`, `E_MODEL_SIZE`. */
  learn(): Promise<Learned> {
    return withWorkspace((workspace, pool) => this.#learn(workspace, pool));
  }

  async #learn(workspace: Workspace, pool: ComputePool): Promise<Learned> {
    const { input, table, steps } = this.#parts;
    const { seed } = input;
    const { batchSize, epochs } = this.#settings;
    const device = await trainingDevice(this.#settings.device);
    const modalities = this.#modalities();
    const room = new SparseRoom(workspace, pool);
    const facts: PairFacts = { input, table, modalities, room, pool };
    const prepared = await this.#definition.prepare(facts, this.#settings);
    const build = (own?: number): BuiltPairNetwork =>
      buildPairNetwork(this.#definition, this.#settings, facts, prepared, own);
    const [trained, inUse] = [build(seed), build()];
    const loss = pairLoss(trained);
    const given = Object.values(trained.feeds).reduce((sum, { byteLength }) => sum + byteLength, 0);
    const bytes = trainingBytes(trained.graph, batchSize, given);
    await steps.step(0, epochs, "epochs", checkTrainingSize(bytes, batchSize));
    const training = await openTraining(trained.graph, { loss, optimiser: adam(), ...device });
    const { users, items } = inUse.network;
    const session = await openSession(inUse.graph, { users, items });
    try {
      this.#start(training);
      const source = new PairSource(workspace, pool, table, {
        batchSize,
        negatives: "uniform",
        seed,
        name: this.#definition.id,
      });
      const beforeUse = (own: Parameters): void | Promise<void> =>
        this.#definition.beforeUse?.(own, facts, prepared, this.#settings);
      const running = { training, trained, inUse, session, beforeUse };
      return await this.#run(running, source, facts, prepared);
    } finally {
      await training.close();
      await session.close();
      await this.#definition.close?.(prepared);
    }
  }

  #modalities(): readonly Modality[] {
    const { id, features } = this.#definition;
    const { input } = this.#parts;
    if (features === undefined) return [];
    return features === "required" ? modalitiesOf(input, id) : givenModalities(input, id);
  }

  /** Puts the parameters of `warmStart` into place. */
  #start(training: Training): void {
    const { table, input } = this.#parts;
    const { warmStart } = input;
    if (warmStart === undefined) return;
    checkWarmStart(warmStart, this.#definition.id, table);
    const { step, arrays } = training.save();
    const lengths = Object.entries(training.parameters()).map(
      ([name, { length }]) => [name, length] as const,
    );
    training.restore({ step, arrays: { ...arrays, ...parametersOf(warmStart, new Map(lengths)) } });
  }

  async #run(
    running: Running,
    source: PairSource,
    facts: PairFacts,
    prepared: Prepared,
  ): Promise<Learned> {
    const { id } = this.#definition;
    const { epochs, learningRate, patience } = this.#settings;
    const { input } = this.#parts;
    const { onProgress, signal } = input;
    const { training } = running;
    const evaluation: Evaluation = {
      every: 1,
      unit: "epochs",
      goal: "maximise",
      name: "validNdcg",
      patience,
      evaluate: ({ parameters }) => this.#measure(running, facts.pool, parameters),
    };
    const { losses } = await asFitOf(id, input, () =>
      trainGraph({
        training,
        batches: (epoch) => this.#epoch(running, source, facts, prepared, epoch),
        epochs,
        learningRate: this.#definition.schedule?.(this.#settings, source.nBatches) ?? learningRate,
        ...(this.#watch === undefined ? {} : { evaluation }),
        task: `fit ${id}`,
        ...(onProgress === undefined ? {} : { onProgress }),
        ...(signal === undefined ? {} : { signal }),
      }),
    );
    // The last report may have been the moment to stop.
    await asFitOf(id, input, () => Promise.resolve(signal?.throwIfAborted()));
    return this.#learned(running, losses);
  }

  async #learned(running: Running, losses: readonly number[]): Promise<Learned> {
    const parameters = running.training.parameters();
    const { users, items } = await vectorsOf(running, parameters);
    checkFinite([users, items], losses.length);
    const kept = Object.entries(parameters).map(
      ([name, values]) => [arrayName(name), values.slice()] as const,
    );
    const curve = losses.map((loss, at) => this.#point(at, loss));
    return {
      arrays: { ...Object.fromEntries(kept), userFactors: users, itemFactors: items },
      numbers: { nFactors: users.length / this.#parts.table.nUsers, ...this.#dims(running) },
      report: { epochs: curve.length, curve },
    };
  }

  /** How long the vectors of the modalities are that the network reads, for `reread.ts`. */
  #dims({ trained }: Running): Record<string, number> {
    if (this.#definition.readsFeatures !== true) return {};
    const { features = {} } = this.#parts.input;
    const isRead = (name: string): boolean => trained.feeds[featureName(name)] !== undefined;
    const names = Object.keys(features).filter(isRead).sort();
    return Object.fromEntries(names.map((name) => [dimName(name), features[name].dim]));
  }

  #point(at: number, loss: number): CurvePoint {
    const values: Record<string, number> = { loss };
    if (at < this.#values.length) values.validNdcg = this.#values[at];
    return { epoch: at + 1, values };
  }

  async *#epoch(
    { training, trained }: Running,
    source: PairSource,
    facts: PairFacts,
    prepared: Prepared,
    epoch: number,
  ): AsyncGenerator<Batch> {
    const start = { epoch, parameters: training.parameters() };
    await this.#definition.startEpoch?.(start, facts, prepared, this.#settings);
    yield* source.epoch(epoch, trained.feeds);
  }

  async #measure(running: Running, pool: ComputePool, parameters: Parameters): Promise<number> {
    const { users, items } = await vectorsOf(running, parameters);
    const nFactors = users.length / this.#parts.table.nUsers;
    const value = this.#watch!.measure(pool, {
      nFactors,
      userFactors: users,
      itemFactors: items,
    });
    this.#values.push(value);
    return value;
  }
}

async function vectorsOf(
  { session, inUse, beforeUse }: Running,
  parameters: Parameters,
): Promise<{ readonly users: Float32Array; readonly items: Float32Array }> {
  await beforeUse(parameters);
  const vectors = await session.run({ ...inUse.feeds, ...parameters }, {});
  return { users: vectors.users as Float32Array, items: vectors.items as Float32Array };
}
