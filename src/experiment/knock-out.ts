/** Taking from a modality what it knows of items, to see what a model owes to it. */
import { MoviolaError } from "../common/errors.js";
import { createRandom } from "../compute/random.js";
import type { FeatureMatrix } from "../models/contract.js";
import { modelEntry } from "../models/registry.js";
import type { RunSettings } from "./options.js";

/** What takes the place of a modality's vectors; see {@link knockOut}. */
export type KnockOutKind = "permuted" | "noise" | "constant" | "absent";

/** All kinds. */
export const knockOutKinds: readonly KnockOutKind[] = ["permuted", "noise", "constant", "absent"];

/** Features by modality. */
export type FeaturesByName = Readonly<Record<string, FeatureMatrix>>;

/**
 * The same features with one modality knocked out:
 *
 * - `permuted`: its rows are dealt anew among the items that have vectors: all numbers stay, and tell
 *   nothing of the item;
 * - `noise`: normal numbers with the mean and the spread that each column has over those items;
 * - `constant`: every item has the mean vector, those without a vector too;
 * - `absent`: the modality is taken away; where it is the only one, every item has a vector of zeros.
 *
 * `seed` (default 1) decides permutation and noise. The given features stay as they are. Throws
 * `E_EXPERIMENT_KNOCK_OUT` for a modality that is not among them, or another kind.
 */
export function knockOut(
  features: FeaturesByName,
  modality: string,
  kind: KnockOutKind,
  options: { readonly seed?: number } = {},
): FeaturesByName {
  const matrix = Object.hasOwn(features, modality) ? features[modality] : undefined;
  if (matrix === undefined) {
    const names = Object.keys(features).sort().join(", ");
    throw knockOutError(`one of the modalities ${names || "(none is given)"}`, modality);
  }
  if (!knockOutKinds.includes(kind)) throw knockOutError(knockOutKinds.join(", "), kind);
  const { [modality]: _gone, ...others } = features;
  if (kind === "absent" && Object.keys(others).length > 0) return others;
  const random = createRandom(options.seed ?? 1, `knock-out/${modality} ${kind}`);
  return { ...features, [modality]: replaced(matrix, kind, random) };
}

type Random = ReturnType<typeof createRandom>;

function replaced(matrix: FeatureMatrix, kind: KnockOutKind, random: Random): FeatureMatrix {
  const { nItems, dim, missing } = matrix;
  const values = new Float32Array(nItems * dim);
  const present = Int32Array.from(missing.keys()).filter((item) => missing[item] === 0);
  if (kind === "permuted") {
    const order = random.permutation(present.length);
    present.forEach((item, place) => {
      const from = present[order[place]] * dim;
      values.set(matrix.values.subarray(from, from + dim), item * dim);
    });
    return { ...sizeOf(matrix), values, missing };
  }
  const { mean, spread } = columnsOf(matrix, present);
  if (kind === "noise") {
    for (const item of present) {
      for (let at = 0; at < dim; at++) {
        values[item * dim + at] = mean[at] + spread[at] * random.normal();
      }
    }
    return { ...sizeOf(matrix), values, missing };
  }
  // What is absent and alone is a vector of zeros, for every item alike.
  if (kind === "constant") values.forEach((_zero, place) => (values[place] = mean[place % dim]));
  return { ...sizeOf(matrix), values, missing: new Uint8Array(nItems) };
}

/** Without what else the caller's object holds, such as a feature set's manifest. */
function sizeOf({ nItems, dim }: FeatureMatrix): Pick<FeatureMatrix, "nItems" | "dim"> {
  return { nItems, dim };
}

/** `[dim]` mean and standard deviation of each column over the items that have vectors. */
function columnsOf(
  { dim, values }: FeatureMatrix,
  present: Int32Array,
): { readonly mean: Float64Array; readonly spread: Float64Array } {
  const mean = new Float64Array(dim);
  const spread = new Float64Array(dim);
  const n = Math.max(1, present.length);
  for (const item of present) {
    for (let at = 0; at < dim; at++) mean[at] += values[item * dim + at] / n;
  }
  for (const item of present) {
    for (let at = 0; at < dim; at++) spread[at] += (values[item * dim + at] - mean[at]) ** 2 / n;
  }
  return { mean, spread: spread.map(Math.sqrt) };
}

/**
 * The features that a run learns from: `features` with what `knockOut` names knocked out, by the run's
 * seed. A model that can do without features has none where all are absent. Throws
 * `E_EXPERIMENT_KNOCK_OUT`.
 */
export function featuresOfRun(settings: RunSettings): FeaturesByName | undefined {
  const { features = {}, knockOut: asked = {}, seed = 1, model } = settings;
  const kinds = Object.entries(asked).sort(([one], [other]) => (one < other ? -1 : 1));
  let left = features;
  for (const [modality, kind] of kinds) left = knockOut(left, modality, kind, { seed });
  const isNone = Object.keys(left).every((name) => asked[name] === "absent");
  const isOptional = modelEntry(model).features === "optional";
  return isNone && (isOptional || settings.features === undefined) ? undefined : left;
}

/** Throws `E_EXPERIMENT_KNOCK_OUT` for a model that does not look at features. */
export function checkKnockOut({ model, knockOut: asked = {} }: RunSettings): void {
  if (Object.keys(asked).length === 0 || modelEntry(model).features !== undefined) return;
  throw knockOutError("a model that looks at item features", `the model "${model}"`);
}

function knockOutError(expected: string, got: string): MoviolaError {
  return new MoviolaError("E_EXPERIMENT_KNOCK_OUT", "This cannot be knocked out", {
    where: "knockOut",
    expected,
    got,
    remedy: "Name a modality of the features and a kind, such as { image: 'permuted' }",
  });
}
