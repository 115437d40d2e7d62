import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import { createRandom } from "../../compute/random.js";
import { createModel, modelEntry } from "../../models/registry.js";

/** Values to try for each setting. */
export type SearchSpace = Readonly<Record<string, readonly (string | number | boolean)[]>>;

/** The space of a search: as given, else the model's own. Throws `E_SELECT_SPACE`, `E_MODEL_CONFIG`. */
export function spaceOf(model: string, given: SearchSpace | undefined): SearchSpace {
  const space = given ?? modelEntry(model).searchSpace;
  for (const [name, values] of Object.entries(space)) {
    if (values.length === 0) throw spaceError(model, `values for ${name}`, "none");
    for (const value of values) createModel(model, { [name]: value });
  }
  return space;
}

/** How many configurations a space holds; 1 for an empty one, the model's defaults. */
function sizeOfSpace(space: SearchSpace): number {
  return Object.values(space).reduce((product, values) => product * values.length, 1);
}

/** Configuration number `index` of the space: the last setting changes fastest. */
function candidate(space: SearchSpace, index: number): Config {
  const chosen: [string, string | number | boolean][] = [];
  let rest = index;
  for (const [name, values] of Object.entries(space).reverse()) {
    chosen.unshift([name, values[rest % values.length]]);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(chosen);
}

/** Every configuration; throws `E_SELECT_SPACE` when there are more than `limit`. */
export function gridCandidates(model: string, space: SearchSpace, limit: number): Config[] {
  const size = sizeOfSpace(space);
  if (size > limit) {
    throw spaceError(model, `at most ${limit} configurations in a grid`, String(size));
  }
  return Array.from({ length: size }, (_unused, index) => candidate(space, index));
}

/** `count` different configurations in random order, or all of them when there are fewer. */
export function randomCandidates(
  model: string,
  space: SearchSpace,
  count: number,
  seed: number,
): Config[] {
  const size = sizeOfSpace(space);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw spaceError(model, "a whole number of trials from 1", String(count));
  }
  if (size > 2 ** 32) throw spaceError(model, "at most 2^32 configurations", String(size));
  const random = createRandom(seed, `select/random-search/${model}`);
  if (count * 2 >= size) {
    const order = Array.from(random.permutation(size)).slice(0, count);
    return order.map((index) => candidate(space, index));
  }
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(random.integer(size));
  return Array.from(drawn, (index) => candidate(space, index));
}

function spaceError(model: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_SELECT_SPACE", "The search cannot go over these configurations", {
    where: `model "${model}"`,
    expected,
    got,
    remedy: "Give `space` values for each setting; use randomSearch for a large space",
  });
}
