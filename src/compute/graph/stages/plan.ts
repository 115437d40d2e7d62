/**
 * Graphs with work of the host run in stages: the operators that come before it, the work, and so on.
 * Every operator stands in the last stage that is early enough, so that few values pass between stages.
 */
import type { Graph } from "../graph.js";
import { operationsBehind } from "../onnx/model-file.js";
import type { Operation, Tensor } from "../tensor.js";

/** A part of a graph: operators, and the work of the host behind them. */
export interface Stage {
  /** What later stages, the host's work or the caller need of this stage's operators. */
  readonly outputs: readonly Tensor[];
  /** In the order of the graph; none needs another one's output. */
  readonly hosted: readonly Operation[];
}

/** The stages that make `targets`, and all tensors that pass between them. */
export interface StagePlan {
  readonly stages: readonly Stage[];
  /** Every stage takes these as given. */
  readonly passed: ReadonlySet<Tensor>;
}

/** Divides what makes `targets` into stages; undefined when the host has nothing to do in it. */
export function planStages(graph: Graph, targets: readonly Tensor[]): StagePlan | undefined {
  const operations = operationsBehind(graph, targets);
  if (operations.every(({ host }) => host === undefined)) return undefined;
  const earliest = earliestStages(operations);
  const nStages = Math.max(...earliest.values()) + 1;
  const stageOf = latestStages(operations, earliest, nStages - 1);
  const passed = passedTensors(operations, stageOf, targets);
  const stages = Array.from({ length: nStages }, (_unused, stage): Stage => {
    const own = operations.filter((operation) => stageOf.get(operation) === stage);
    const made = own.filter(({ host }) => host === undefined).flatMap(({ outputs }) => outputs);
    return {
      outputs: made.filter((tensor) => passed.has(tensor)),
      hosted: own.filter(({ host }) => host !== undefined),
    };
  });
  return { stages, passed };
}

/** The first stage that an operation can stand in: behind the host's work that it needs. */
function earliestStages(operations: readonly Operation[]): Map<Operation, number> {
  const stages = new Map<Operation, number>();
  for (const operation of operations) {
    const needed = operation.inputs.map(({ operation: maker }) => {
      if (maker === undefined) return 0;
      return stages.get(maker)! + (maker.host === undefined ? 0 : 1);
    });
    stages.set(operation, Math.max(0, ...needed));
  }
  return stages;
}

/** The host works as early as it can, and operators stand as late as whoever needs them allows. */
function latestStages(
  operations: readonly Operation[],
  earliest: ReadonlyMap<Operation, number>,
  last: number,
): Map<Operation, number> {
  const limits = new Map<Operation, number>();
  const stages = new Map<Operation, number>();
  for (const operation of [...operations].reverse()) {
    const limit = limits.get(operation) ?? last;
    const stage = operation.host === undefined ? limit : earliest.get(operation)!;
    stages.set(operation, stage);
    for (const { operation: maker } of operation.inputs) {
      if (maker !== undefined) limits.set(maker, Math.min(limits.get(maker) ?? last, stage));
    }
  }
  return stages;
}

function passedTensors(
  operations: readonly Operation[],
  stageOf: ReadonlyMap<Operation, number>,
  targets: readonly Tensor[],
): Set<Tensor> {
  const passed = new Set(targets.filter(({ operation }) => operation !== undefined));
  for (const operation of operations) {
    for (const input of operation.inputs) {
      const maker = input.operation;
      if (maker === undefined) continue;
      const isHosts = maker.host !== undefined || operation.host !== undefined;
      if (isHosts || stageOf.get(maker) !== stageOf.get(operation)) passed.add(input);
    }
  }
  return passed;
}
