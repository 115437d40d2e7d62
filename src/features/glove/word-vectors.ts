/** Vectors of single words out of a model that looks each of them up. */
import type { NeuralSession } from "../neural/session/session.js";

/** Words that are looked up in one run. */
const wordsPerRun = 4096;

/** A vector `[dim]` of each wanted word. */
export interface WordVectors {
  readonly dim: number;
  /** Throws for a word that was not among the wanted ones. */
  readonly vectorOf: (id: number) => Float32Array;
}

/** Looks up the words `ids` (token ids, without doubles) in an open model with a row a token. */
export async function lookUpWords(
  session: NeuralSession,
  ids: readonly number[],
  dim: number,
  signal?: AbortSignal,
): Promise<WordVectors> {
  const table = new Float32Array(ids.length * dim);
  for (let start = 0; start < ids.length; start += wordsPerRun) {
    signal?.throwIfAborted();
    const some = Int32Array.from(ids.slice(start, start + wordsPerRun));
    const feeds = { input_ids: { data: some, dims: [1, some.length] } };
    table.set((await session.run(feeds, "last_hidden_state")).data, start * dim);
  }
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  return {
    dim,
    vectorOf: (id) => {
      const row = rowOf.get(id)!;
      return table.subarray(row * dim, (row + 1) * dim);
    },
  };
}
