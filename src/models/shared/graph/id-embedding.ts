import {
  embedding,
  normally,
  type Builder,
  type Initialiser,
  type Tensor,
} from "../../../compute/graph/index.js";
import type { NetworkInputs } from "./network-types.js";

/** Settings of {@link userEmbedding} and {@link itemEmbedding}. */
export interface IdEmbeddingOptions {
  readonly size: number;
  /** Default: normal with deviation 1. */
  readonly initialise?: Initialiser;
  /** Default: those of the batch's pairs. */
  readonly indices?: Tensor;
}

/**
 * Learned vectors of users, `[.. indices x size]`. One without training ratings has zeros, the middle of
 * where the others start: nothing moves it, so an index that was never learned adds nothing by chance.
 */
export function userEmbedding(
  builder: Builder,
  name: string,
  { facts, users, trained }: NetworkInputs,
  { size, initialise = normally(1), indices = users }: IdEmbeddingOptions,
): Tensor {
  const start = zeroUntrained(initialise, trained?.users, size);
  return embedding(builder, name, indices, [facts.nUsers, size], start);
}

/** The same for items. */
export function itemEmbedding(
  builder: Builder,
  name: string,
  { facts, items, trained }: NetworkInputs,
  { size, initialise = normally(1), indices = items }: IdEmbeddingOptions,
): Tensor {
  const start = zeroUntrained(initialise, trained?.items, size);
  return embedding(builder, name, indices, [facts.nItems, size], start);
}

function zeroUntrained(
  initialise: Initialiser,
  isTrained: Uint8Array | undefined,
  size: number,
): Initialiser {
  if (isTrained === undefined) return initialise;
  return (shape, random) => {
    const values = initialise(shape, random);
    isTrained.forEach((is, row) => {
      if (is === 0) values.fill(0, row * size, (row + 1) * size);
    });
    return values;
  };
}
