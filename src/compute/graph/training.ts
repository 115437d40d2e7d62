import { MoviolaError } from "../../common/errors.js";
import { differentiate } from "./differentiate.js";
import type { Graph, Values } from "./graph.js";
import { add, multiply, select, greater, divide, sqrt, square } from "./operators/elementwise.js";
import { sum } from "./operators/reduce.js";
import type { Optimiser } from "./optimisers/optimiser.js";
import { MaskSource } from "./mask-source.js";
import { openSession, type Feeds, type GraphSession, type SessionOptions } from "./session.js";
import type { Tensor } from "./tensor.js";

/** How a graph is trained. */
export interface TrainingOptions extends SessionOptions {
  /** A tensor without axes. */
  readonly loss: Tensor;
  readonly optimiser: Optimiser;
  /** Longest gradient, over all parameters together; a longer one is shortened. Default: none. */
  readonly clipNorm?: number;
  /** More tensors whose values each step gives, by name. */
  readonly watch?: Readonly<Record<string, Tensor>>;
}

/** All that training has changed: parameters, and what the optimiser remembers, by name. */
export interface TrainingState {
  readonly step: number;
  readonly arrays: Readonly<Record<string, Float32Array>>;
}

/** A graph in training. */
export interface Training {
  /**
   * One step: forward, backward and update. Gives the loss before the update and the watched values.
   * Throws `E_GRAPH_DIVERGED` when the loss is not a finite number; the parameters are then those of the
   * step before.
   */
  step(
    feeds: Feeds,
    sizes: Readonly<Record<string, number>>,
    learningRate: number,
  ): Promise<{ readonly loss: number; readonly watched: Readonly<Record<string, Values>> }>;
  /** Parameters as they are now, by name; views that the next step but one overwrites. */
  parameters(): Readonly<Record<string, Float32Array>>;
  /** A copy of everything, for a checkpoint. */
  save(): TrainingState;
  /** Goes on from a saved state. Throws `E_GRAPH_STATE` when it is of another model or optimiser. */
  restore(state: TrainingState): void;
  close(): Promise<void>;
}

/**
 * Adds gradient and update to the graph and opens it: one run of the session is one step. Parameters and
 * memories lie twice in memory; a step reads one copy and writes the other, and nothing else is copied.
 */
export async function openTraining(graph: Graph, options: TrainingOptions): Promise<Training> {
  const { outputs, changing, stepInputs } = graph.inLayer("training", () =>
    buildUpdate(graph, options),
  );
  const session = await openSession(graph, outputs, options);
  const masks = new MaskSource(graph, session.inputNames);
  return new GraphTraining(session, options, { changing, stepInputs, masks });
}

/** A parameter or memory: the tensor that a step reads, and the values it starts from. */
interface Changing {
  readonly name: string;
  readonly output: string;
  readonly initial: Float32Array;
}

interface Update {
  readonly outputs: Record<string, Tensor>;
  readonly changing: readonly Changing[];
  /** Names of `learningRate` and of the optimiser's step values. */
  readonly stepInputs: readonly string[];
}

function buildUpdate(
  graph: Graph,
  { loss, optimiser, clipNorm, watch = {} }: TrainingOptions,
): Update {
  const parameters = [...graph.parameters.values()];
  const gradients = differentiate(
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  const clipped = clipNorm === undefined ? gradients : clip(gradients, clipNorm);
  const [learningRate, ...steps] = ["learningRate", ...optimiser.stepNames].map((name) =>
    graph.input(`training/${name}`, []),
  );
  const outputs: Record<string, Tensor> = { loss, ...watch };
  const changing: Changing[] = [];
  const keep = (name: string, initial: Float32Array, next: Tensor): void => {
    const output = `next ${name}`;
    outputs[output] = next;
    changing.push({ name, output, initial });
  };
  parameters.forEach(({ tensor, shape, initial }, at) => {
    const names = Array.from(
      { length: optimiser.nMemories },
      (_unused, memory) => `training/${tensor.name}/${optimiser.name} ${memory}`,
    );
    const memories = names.map((name) => graph.input(name, shape));
    const next = optimiser.update(tensor, clipped[at], memories, learningRate, steps);
    keep(tensor.name, initial, next.parameter);
    names.forEach((name, memory) =>
      keep(name, new Float32Array(initial.length), next.memories[memory]),
    );
  });
  return { outputs, changing, stepInputs: [learningRate, ...steps].map(({ name }) => name) };
}

/** Gradients scaled so that together they are at most `norm` long. */
function clip(gradients: readonly Tensor[], norm: number): Tensor[] {
  const squares = gradients.map((gradient) => sum(square(gradient)));
  const length = sqrt(squares.reduce((total, each) => add(total, each)));
  const factor = select(greater(length, norm), divide(norm, length), 1);
  return gradients.map((gradient) => multiply(gradient, factor));
}

type Arrays = Record<string, Float32Array>;

class GraphTraining implements Training {
  readonly #session: GraphSession;
  readonly #options: TrainingOptions;
  readonly #changing: readonly Changing[];
  readonly #stepInputs: readonly string[];
  readonly #masks: MaskSource;
  #current: Arrays;
  #spare: Arrays;
  #step = 0;

  constructor(
    session: GraphSession,
    options: TrainingOptions,
    parts: Pick<Update, "changing" | "stepInputs"> & { readonly masks: MaskSource },
  ) {
    const { changing } = parts;
    this.#session = session;
    this.#options = options;
    this.#changing = changing;
    this.#stepInputs = parts.stepInputs;
    this.#masks = parts.masks;
    const copies = (): Arrays =>
      Object.fromEntries(changing.map(({ name, initial }) => [name, initial.slice()]));
    this.#current = copies();
    this.#spare = copies();
  }

  async step(
    feeds: Feeds,
    sizes: Readonly<Record<string, number>>,
    learningRate: number,
  ): ReturnType<Training["step"]> {
    const numbers = [learningRate, ...this.#options.optimiser.stepValues(this.#step + 1)];
    const steps = this.#stepInputs.map((name, at) => [name, Float32Array.of(numbers[at])] as const);
    const into = this.#changing.map(({ name, output }) => [output, this.#spare[name]] as const);
    const results = await this.#session.run(
      {
        ...feeds,
        ...this.#current,
        ...Object.fromEntries(steps),
        ...this.#masks.draw(this.#step + 1, sizes),
      },
      sizes,
      Object.fromEntries(into),
    );
    const loss = Number(results.loss[0]);
    if (!Number.isFinite(loss)) throw divergedError(this.#step + 1, loss);
    [this.#current, this.#spare] = [this.#spare, this.#current];
    this.#step++;
    const watched = Object.keys(this.#options.watch ?? {}).map((name) => [name, results[name]]);
    return { loss, watched: Object.fromEntries(watched) as Record<string, Values> };
  }

  parameters(): Readonly<Record<string, Float32Array>> {
    const isParameter = (name: string): boolean => !name.startsWith("training/");
    return Object.fromEntries(Object.entries(this.#current).filter(([name]) => isParameter(name)));
  }

  save(): TrainingState {
    const copies = Object.entries(this.#current).map(([name, array]) => [name, array.slice()]);
    return { step: this.#step, arrays: Object.fromEntries(copies) as Arrays };
  }

  restore({ step, arrays }: TrainingState): void {
    for (const { name, initial } of this.#changing) {
      if (arrays[name]?.length === initial.length) continue;
      throw new MoviolaError("E_GRAPH_STATE", "A saved state does not fit this training", {
        where: name,
        expected: `${initial.length} values`,
        got: arrays[name] === undefined ? "none" : String(arrays[name].length),
        remedy: "Use a checkpoint of the same model, configuration and optimiser",
      });
    }
    for (const { name } of this.#changing) this.#current[name].set(arrays[name]);
    this.#step = step;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

function divergedError(step: number, loss: number): MoviolaError {
  return new MoviolaError("E_GRAPH_DIVERGED", "The loss is no longer a number", {
    where: `step ${step}`,
    expected: "a finite loss",
    got: String(loss),
    remedy: "Lower the learning rate, or clip the gradient",
  });
}
