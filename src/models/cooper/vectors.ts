/** Vectors of items: centred, of unit length, and two modalities as one. */
import { MoviolaError } from "../../common/errors.js";
import type { FitInput } from "../contract.js";
import { modalitiesOf, type Modality } from "../shared/modalities.js";
import type { CooperSettings } from "./settings.js";

/** Vectors of one modality; items without one have zeros. */
export interface Vectors {
  readonly dim: number;
  /** `[nRows x dim]` */
  readonly values: Float32Array;
}

/** The modalities that a variant reads. */
export interface ContentVectors {
  readonly text?: Vectors;
  readonly image?: Vectors;
}

/**
 * The vectors that the variant needs, centred where asked for. Throws `E_MODEL_FEATURES` when one is not
 * among the features, or when vectors of different length are to be averaged.
 */
export function contentVectors(input: FitInput, settings: CooperSettings): ContentVectors {
  const { variant, centring, fusion } = settings;
  const modalities = modalitiesOf(input, "cooper");
  const read = (name: string): Vectors => prepared(named(modalities, name, variant), centring);
  if (variant !== "clip") return { [variant]: read(variant) };
  const [text, image] = [read("text"), read("image")];
  if (fusion === "average" && text.dim !== image.dim) {
    throw featuresError({
      where: 'fusion "average"',
      expected: "text and image vectors of one common space, such as CLIP's",
      got: `text of ${text.dim} numbers, image of ${image.dim}`,
      remedy: 'Set `fusion` to "concatenate", which averages the cosines of the two',
    });
  }
  return { text, image };
}

/**
 * `[nItems x width]` item factors of unit length, or 0. Averaged: (1 - w) text + w image of unit
 * vectors, one alone where the other is missing. Concatenated: sqrt(1 - w) text, sqrt(w) image.
 */
export function itemFactors({ text, image }: ContentVectors, settings: CooperSettings): Vectors {
  if (text === undefined || image === undefined) return unitRows((text ?? image)!);
  const { fusion, imageWeight } = settings;
  const units = [unitRows(text), unitRows(image)] as const;
  return unitRows(
    fusion === "average" ? averaged(...units, imageWeight) : joined(...units, imageWeight),
  );
}

/** Rows of `text` and `image` side by side, weighted so that the product of two is the mean cosine. */
export function joined(text: Vectors, image: Vectors, imageWeight: number): Vectors {
  const dim = text.dim + image.dim;
  const nRows = text.values.length / text.dim;
  const values = new Float32Array(nRows * dim);
  const parts = [
    { ...text, start: 0, scale: Math.sqrt(1 - imageWeight) },
    { ...image, start: text.dim, scale: Math.sqrt(imageWeight) },
  ];
  for (const { dim: width, values: rows, start, scale } of parts) {
    for (let row = 0; row < nRows; row++) {
      for (let at = 0; at < width; at++) {
        values[row * dim + start + at] = scale * rows[row * width + at];
      }
    }
  }
  return { dim, values };
}

function averaged(text: Vectors, image: Vectors, imageWeight: number): Vectors {
  const values = text.values.map(
    (value, at) => (1 - imageWeight) * value + imageWeight * image.values[at],
  );
  return { dim: text.dim, values };
}

/** A copy with rows of length 1; rows of zeros stay. */
export function unitRows({ dim, values }: Vectors): Vectors {
  const units = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += dim) {
    let squares = 0;
    for (let at = start; at < start + dim; at++) squares += values[at] * values[at];
    if (squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let at = start; at < start + dim; at++) units[at] = values[at] * scale;
  }
  return { dim, values: units };
}

/** A copy with the mean of the present rows taken off, and rows of missing items 0. */
export function prepared({ dim, values, missing }: Modality, centring: boolean): Vectors {
  const mean = new Float64Array(dim);
  if (centring) {
    let nPresent = 0;
    missing.forEach((mark, item) => {
      if (mark !== 0) return;
      nPresent++;
      for (let at = 0; at < dim; at++) mean[at] += values[item * dim + at];
    });
    mean.forEach((sum, at) => (mean[at] = sum / nPresent));
  }
  const copy = new Float32Array(values.length);
  missing.forEach((mark, item) => {
    if (mark !== 0) return;
    for (let at = 0; at < dim; at++) copy[item * dim + at] = values[item * dim + at] - mean[at];
  });
  return { dim, values: copy };
}

function named(modalities: readonly Modality[], name: string, variant: string): Modality {
  const found = modalities.find((modality) => modality.name === name);
  if (found !== undefined) return found;
  throw featuresError({
    where: `variant "${variant}"`,
    expected: `a modality called "${name}"`,
    got: modalities.map((modality) => modality.name).join(", "),
    remedy: `Give --features ${name}=FILE, or set \`variant\` to what there is`,
  });
}

function featuresError(details: ConstructorParameters<typeof MoviolaError>[2]): MoviolaError {
  const summary = 'The model "cooper" cannot learn from these item features';
  return new MoviolaError("E_MODEL_FEATURES", summary, details);
}
