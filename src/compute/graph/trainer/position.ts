import { z } from "zod";
import type { JsonValue } from "../../../common/json.js";
import { checkpointError, type Checkpoint } from "../checkpoint.js";
import type { TrainingState } from "../training.js";
import type { Evaluated } from "./options.js";

/** How far a trainer has come: with the state of the training all that it needs to go on. */
export interface Position {
  /** The running epoch, from 1. */
  epoch: number;
  /** Batches of it that are done. */
  batch: number;
  /** Sum of losses over the items of those batches, and their number. */
  lossSum: number;
  nItems: number;
  /** Batches of an epoch, once one is done. */
  nBatches?: number | undefined;
  firstLoss?: number | undefined;
  losses: number[];
  evaluations: Evaluated[];
  best?: Evaluated | undefined;
  /** Evaluations since the best one. */
  sinceBest: number;
}

const count = z.number().int().nonnegative();
const evaluated = z.object({ epoch: count, step: count, value: z.number() });
const positionShape: z.ZodType<Position> = z.object({
  epoch: count.min(1),
  batch: count,
  lossSum: z.number(),
  nItems: z.number(),
  nBatches: count.optional(),
  firstLoss: z.number().optional(),
  losses: z.array(z.number()),
  evaluations: z.array(evaluated),
  best: evaluated.optional(),
  sinceBest: count,
});

/** Before the first step. */
export function startPosition(): Position {
  return { epoch: 1, batch: 0, lossSum: 0, nItems: 0, losses: [], evaluations: [], sinceBest: 0 };
}

type Arrays = Readonly<Record<string, Float32Array>>;

/** What a trainer puts into a checkpoint and takes from it. */
export interface Progress {
  readonly state: TrainingState;
  readonly position: Position;
  /** Parameters of the best evaluation. */
  readonly best: Arrays | undefined;
}

// Not the name of a parameter: those of memories begin so, too.
const bestPrefix = "training/best parameters/";

/** As a checkpoint. */
export function pack({ state, position, best = {} }: Progress, config: JsonValue): Checkpoint {
  const kept = Object.entries(best).map(([name, array]) => [bestPrefix + name, array] as const);
  return {
    config,
    state: { step: state.step, arrays: { ...state.arrays, ...Object.fromEntries(kept) } },
    // Whatever is absent stays absent, as in JSON; in the order of the shape, however it came about.
    progress: JSON.parse(JSON.stringify(positionShape.parse(position))) as JsonValue,
  };
}

/** From a checkpoint. Throws `E_GRAPH_CHECKPOINT` for one that no trainer wrote. */
export function unpack({
  state,
  progress,
  path,
}: Checkpoint & { readonly path: string }): Progress {
  const parsed = positionShape.safeParse(progress);
  if (!parsed.success) {
    throw checkpointError(path, "the checkpoint of a trainer", "one of another program");
  }
  const isBest = ([name]: readonly [string, Float32Array]): boolean => name.startsWith(bestPrefix);
  const entries = Object.entries(state.arrays);
  const best = entries
    .filter(isBest)
    .map(([name, array]) => [name.slice(bestPrefix.length), array] as const);
  const others = entries.filter((entry) => !isBest(entry));
  return {
    state: { step: state.step, arrays: Object.fromEntries(others) },
    position: parsed.data,
    best: best.length === 0 ? undefined : Object.fromEntries(best),
  };
}
