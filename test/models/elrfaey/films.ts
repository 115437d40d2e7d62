/** Five films with few numbers, for tests of elrfaey: some lack a text, a poster or a thumbnail. */
import type { Config } from "../../../src/common/json.js";
import type { FeatureMatrix, FitInput, Recommender } from "../../../src/models/contract.js";
import { elrfaey } from "../../../src/models/elrfaey/elrfaey.js";
import { itemTokens, type ItemTokens } from "../../../src/models/elrfaey/tokens.js";
import { fitInput, trainPart } from "../../support/parts.js";

/** Rows of features; `undefined` is a missing one. */
export function matrix(rows: readonly (readonly number[] | undefined)[]): FeatureMatrix {
  const dim = rows.find((row) => row !== undefined)!.length;
  const values = Float32Array.from(rows.flatMap((row) => row ?? new Array<number>(dim).fill(0)));
  const missing = Uint8Array.from(rows, (row) => (row === undefined ? 1 : 0));
  return { nItems: rows.length, dim, values, missing };
}

/** Film 2 has no text, film 3 no image at all, film 4 nothing, film 1 no thumbnail. */
export const features = {
  text: matrix([[3, 4], [1, 0], undefined, [0, -2], undefined]),
  image: matrix([[1, 0, 0], [0, 2, 0], [0, 3, 4], undefined, undefined]),
  thumbnail: matrix([[0, 1, 0], undefined, [0, 0, 1], undefined, undefined]),
};

/** User 0 has films 0, 1 and 2, user 1 has 1 and 3, user 2 has 0 alone, user 3 nothing. */
export const train = trainPart(4, 5, [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 3],
  [2, 0],
]);

/** What the tests' networks are small with. */
export const small = { embeddingSize: 4, heads: 2, dropout: 0, centring: false } as const;

/** A fitted model, with some settings over small ones. */
export async function fitted(
  config: Config = {},
  changes: Partial<FitInput> = {},
): Promise<Recommender> {
  const model = elrfaey.create({ ...elrfaey.defaults, ...small, epochs: 3, ...config });
  await model.fit({ ...fitInput(train), features, ...changes });
  return model;
}

/** The films as tokens, in the order text, image, thumbnail. */
export function filmTokens(centring = false): ItemTokens {
  return itemTokens({ ...fitInput(train), features }, "elrfaey", centring);
}

/** Scores of all users, a row each. */
export function rowsOf(model: Recommender, nUsers = 4, nItems = 5): number[][] {
  const users = Int32Array.from({ length: nUsers }, (_unused, user) => user);
  const all = [...model.scoreUsers(users)];
  return Array.from(users, (user) => all.slice(user * nItems, (user + 1) * nItems));
}
