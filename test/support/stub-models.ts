import type { FitInput, RatingPredictor, Recommender } from "../../src/models/contract.js";

const unused = {
  state: () => ({ id: "stub", config: {}, nUsers: 0, nItems: 0, arrays: {}, numbers: {} }),
  restore: () => undefined,
  fit: (_input: FitInput) => Promise.resolve({ epochs: 0, curve: [] }),
};

function describing(task: "ranking" | "rating") {
  return () => ({ id: "stub", title: "Stub", task, floor: false, source: "", config: {} });
}

/** A recommender whose scores are a function of user and item; remembers the blocks it was asked for. */
export function stubRecommender(
  nItems: number,
  score: (user: number, item: number) => number,
): Recommender & { readonly blocks: number[][] } {
  const blocks: number[][] = [];
  const scoreUsers = (users: Int32Array): Float32Array => {
    blocks.push([...users]);
    return Float32Array.from({ length: users.length * nItems }, (_unused, cell) =>
      score(users[Math.floor(cell / nItems)], cell % nItems),
    );
  };
  return { ...unused, describe: describing("ranking"), scoreUsers, blocks };
}

/** A predictor whose ratings are a function of user and item. */
export function stubPredictor(rate: (user: number, item: number) => number): RatingPredictor {
  const predict = (users: Int32Array, items: Int32Array): Float32Array =>
    Float32Array.from(users, (user, row) => rate(user, items[row]));
  return { ...unused, describe: describing("rating"), predict };
}
