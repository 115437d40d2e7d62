import { sizeOf } from "../axis.js";
import type { Graph } from "../graph.js";
import { onnxFile } from "../onnx/model-file.js";
import {
  feedError,
  openFile,
  type Feeds,
  type GraphSession,
  type SessionOptions,
} from "../file-session.js";
import type { Operation, Tensor, Values } from "../tensor.js";
import type { Stage, StagePlan } from "./plan.js";

type Sizes = Readonly<Record<string, number>>;

/** Opens every stage of a plan; a run of the session runs them one behind the other. */
export async function openStages(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  { stages, passed }: StagePlan,
  options: SessionOptions,
): Promise<GraphSession> {
  const opened: OpenStage[] = [];
  try {
    for (const stage of stages) opened.push(await openStage(graph, stage, passed, options));
  } catch (error) {
    for (const { session } of opened) await session?.close();
    throw error;
  }
  return new StagedSession(graph, outputs, opened);
}

interface OpenStage extends Stage {
  /** Absent for a stage in which the host alone works. */
  readonly session?: GraphSession;
}

async function openStage(
  graph: Graph,
  stage: Stage,
  passed: ReadonlySet<Tensor>,
  options: SessionOptions,
): Promise<OpenStage> {
  if (stage.outputs.length === 0) return stage;
  // Not under other names: behind copies ONNX Runtime 1.30 lost tensors that also went into a product and a sum.
  const named = stage.outputs.map((tensor) => ({ name: tensor.name, own: tensor.name, tensor }));
  const cuts = new Set([...passed].filter((tensor) => !stage.outputs.includes(tensor)));
  return { ...stage, session: await openFile(onnxFile(graph, named, { cuts }), named, options) };
}

class StagedSession implements GraphSession {
  readonly inputNames: readonly string[];
  readonly #outputs: Readonly<Record<string, Tensor>>;
  readonly #stages: readonly OpenStage[];
  /** What passes between stages, by the tensor's name; kept from run to run. */
  readonly #room: Map<string, Values> = new Map();

  constructor(
    graph: Graph,
    outputs: Readonly<Record<string, Tensor>>,
    stages: readonly OpenStage[],
  ) {
    this.#outputs = outputs;
    this.#stages = stages;
    const hosted = stages.flatMap((stage) => stage.hosted.flatMap(({ inputs }) => inputs));
    const names = stages.flatMap(({ session }) => session?.inputNames ?? []);
    const isGiven = (name: string): boolean => graph.inputs.has(name) || graph.parameters.has(name);
    this.inputNames = [...new Set([...names, ...hosted.map(({ name }) => name)])].filter(isGiven);
  }

  async run(
    feeds: Feeds,
    sizes: Sizes,
    into: Readonly<Record<string, Float32Array>> = {},
  ): Promise<Record<string, Values>> {
    const known: Record<string, Values> = { ...feeds };
    const targets = new Map<string, Values>();
    for (const [own, tensor] of Object.entries(this.#outputs)) {
      if (into[own] !== undefined) targets.set(tensor.name, into[own]);
    }
    const placeOf = (tensor: Tensor): Values =>
      targets.get(tensor.name) ?? this.#roomFor(tensor, sizes);
    for (const { session, outputs, hosted } of this.#stages) {
      if (session !== undefined) {
        const places = outputs.map((tensor) => [tensor.name, placeOf(tensor)] as const);
        Object.assign(known, Object.fromEntries(places));
        await session.run(known, sizes, Object.fromEntries(places) as Record<string, Float32Array>);
      }
      for (const operation of hosted) work(operation, known, placeOf(operation.outputs[0]));
    }
    return Object.fromEntries(
      Object.entries(this.#outputs).map(([own, tensor]) => [
        own,
        given(valuesOf(tensor, known), into[own]),
      ]),
    );
  }

  async close(): Promise<void> {
    for (const { session } of this.#stages) await session?.close();
  }

  #roomFor(tensor: Tensor, sizes: Sizes): Values {
    const length = tensor.shape.reduce<number>((n, axis) => n * sizeOf(axis, sizes), 1);
    const before = this.#room.get(tensor.name);
    if (before?.length === length) return before;
    const room = new kinds[tensor.type](length);
    this.#room.set(tensor.name, room);
    return room;
  }
}

const kinds = {
  float32: Float32Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
};

function work(
  { host, inputs, outputs }: Operation,
  known: Record<string, Values>,
  place: Values,
): void {
  host!.run(
    inputs.map((tensor) => valuesOf(tensor, known)),
    place as Float32Array,
  );
  known[outputs[0].name] = place;
}

function valuesOf({ graph, name }: Tensor, known: Readonly<Record<string, Values>>): Values {
  const values = known[name] ?? graph.constants.get(name)?.values;
  if (values === undefined) throw feedError(name, "a value", "none");
  return values;
}

/** The caller's own array where there is one, else a copy, since the next run overwrites the room. */
function given(values: Values, target: Float32Array | undefined): Values {
  if (target === undefined) return values.slice();
  if (values !== target) target.set(values as Float32Array);
  return target;
}
