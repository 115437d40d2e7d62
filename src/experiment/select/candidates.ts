import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import { createRandom } from "../../compute/random.js";
import { createModel, modelEntry } from "../../models/registry.js";
import { isRange, type SearchSpace, type SettingRange } from "../../models/search-space.js";
import { drawCandidates } from "./draw.js";

/** A space in which every setting has a list of values. */
type ListSpace = Readonly<Record<string, readonly (string | number | boolean)[]>>;

/**
 * The space of a search: as given, else the model's own, without the settings that are fixed. Throws
 * `E_SELECT_SPACE`, `E_MODEL_CONFIG`.
 */
export function spaceOf(
  model: string,
  given: SearchSpace | undefined,
  fixed: Config = {},
): SearchSpace {
  const asked = Object.entries(given ?? modelEntry(model).searchSpace);
  const space = Object.fromEntries(asked.filter(([name]) => !Object.hasOwn(fixed, name)));
  for (const [name, choices] of Object.entries(space)) {
    if (isRange(choices)) checkRange(model, name, choices);
    else if (choices.length === 0) throw spaceError(model, `values for ${name}`, "none");
    const values = isRange(choices) ? [choices.low, choices.high] : choices;
    for (const value of values) createModel(model, { [name]: value });
  }
  return space;
}

function checkRange(model: string, name: string, range: SettingRange): void {
  const { low, high, scale, integer } = range;
  const got = JSON.stringify(range);
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) {
    throw spaceError(model, `${name} from a low to a high number`, got);
  }
  if (scale !== "linear" && scale !== "log") {
    throw spaceError(model, `the scale "linear" or "log" for ${name}`, got);
  }
  if (scale === "log" && low <= 0) {
    throw spaceError(model, `${name} above 0 on a logarithmic scale`, got);
  }
  if (integer === true && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    throw spaceError(model, `whole ends for ${name}`, got);
  }
}

/** How many configurations a space holds; 1 for an empty one, the model's defaults. */
function sizeOfSpace(space: ListSpace): number {
  return Object.values(space).reduce((product, values) => product * values.length, 1);
}

/** Configuration number `index` of the space: the last setting changes fastest. */
function candidate(space: ListSpace, index: number): Config {
  const chosen: [string, string | number | boolean][] = [];
  let rest = index;
  for (const [name, values] of Object.entries(space).reverse()) {
    chosen.unshift([name, values[rest % values.length]]);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(chosen);
}

/** Every configuration; throws `E_SELECT_SPACE` for a range, and when there are more than `limit`. */
export function gridCandidates(model: string, space: SearchSpace, limit: number): Config[] {
  if (!hasListsOnly(space)) {
    const ranges = Object.keys(space).filter((name) => isRange(space[name]));
    throw spaceError(model, "lists of values for a grid", `a range for ${ranges.join(", ")}`);
  }
  const size = sizeOfSpace(space);
  if (size > limit) {
    throw spaceError(model, `at most ${limit} configurations in a grid`, String(size));
  }
  return Array.from({ length: size }, (_unused, index) => candidate(space, index));
}

/**
 * `count` different configurations in random order, or all of them when there are fewer. Ranges are
 * drawn from, each by a stream of its own.
 */
export function randomCandidates(
  model: string,
  space: SearchSpace,
  count: number,
  seed: number,
): Config[] {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw spaceError(model, "a whole number of trials from 1", String(count));
  }
  const name = `select/random-search/${model}`;
  if (!hasListsOnly(space)) return drawCandidates(space, count, seed, name);
  const size = sizeOfSpace(space);
  if (size > 2 ** 32) throw spaceError(model, "at most 2^32 configurations", String(size));
  const random = createRandom(seed, name);
  if (count * 2 >= size) {
    const order = Array.from(random.permutation(size)).slice(0, count);
    return order.map((index) => candidate(space, index));
  }
  const drawn = new Set<number>();
  while (drawn.size < count) drawn.add(random.integer(size));
  return Array.from(drawn, (index) => candidate(space, index));
}

function hasListsOnly(space: SearchSpace): space is ListSpace {
  return Object.values(space).every((choices) => !isRange(choices));
}

/** A refusal of a space. */
function spaceError(model: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_SELECT_SPACE", "The search cannot go over these configurations", {
    where: `model "${model}"`,
    expected,
    got,
    remedy: "Give values or a range for each setting; use randomSearch for a large space",
  });
}
