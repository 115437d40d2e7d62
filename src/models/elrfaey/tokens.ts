/** An item as a set of tokens, one a modality that it has: those of text, and those of images. */
import { MoviolaError } from "../../common/errors.js";
import { toUnitLength } from "../../features/shared/unit-length.js";
import type { FitInput } from "../contract.js";
import { modalitiesOf, type Modality } from "../shared/modalities.js";

/** One modality of all items. */
export interface Token {
  /** The modality. */
  readonly name: string;
  /** Tokens of one space share their projection: those of posters and thumbnails of one encoder. */
  readonly space: string;
  readonly dim: number;
  /** `[dim]` what is taken off a row before it is brought to length 1. */
  readonly mean: Float32Array;
  /** `[nItems x dim]` rows of length 1; 0 where the item lacks the modality. */
  readonly values: Float32Array;
}

/** All items. */
export interface ItemTokens {
  readonly nItems: number;
  /** Tokens of text, `nText` of them, and behind them those of images and of all else. */
  readonly tokens: readonly Token[];
  readonly nText: number;
  /** `[nItems x tokens]` 1 where the item has the modality. */
  readonly present: Uint8Array;
}

/** Either part of the tokens. */
export type SideName = "text" | "image";

/**
 * The features of a fit as tokens. `text` and `text-..` are text; every other name counts as an image, also
 * sound. `thumbnail`, `thumbnail-2` .. share the projection of `image` when they have as many numbers.
 * Rows are taken less the mean of their modality when `centring`, and brought to length 1. Throws
 * `E_MODEL_FEATURES`.
 */
export function itemTokens(input: FitInput, modelId: string, centring: boolean): ItemTokens {
  const modalities = modalitiesOf(input, modelId);
  const isText = ({ name }: Modality): boolean => name === "text" || name.startsWith("text-");
  const ordered = [
    ...modalities.filter(isText),
    ...modalities.filter((modality) => !isText(modality)),
  ];
  const { nItems } = input.train;
  const tokens = ordered.map((modality) => token(modality, ordered, centring));
  const present = new Uint8Array(nItems * tokens.length);
  ordered.forEach(({ missing }, at) => {
    missing.forEach((mark, item) => (present[item * tokens.length + at] = mark === 0 ? 1 : 0));
  });
  return { nItems, tokens, nText: ordered.filter(isText).length, present };
}

/** Positions of a side's tokens. */
export function sideOf({ tokens, nText }: ItemTokens, side: SideName): readonly number[] {
  const places = [...tokens.keys()];
  return side === "text" ? places.slice(0, nText) : places.slice(nText);
}

/** `[nItems]` 1 where the item has a token of the side. */
export function hasSide(items: ItemTokens, side: SideName): Uint8Array {
  const places = sideOf(items, side);
  const { tokens, present } = items;
  return Uint8Array.from({ length: items.nItems }, (_unused, item) =>
    places.some((at) => present[item * tokens.length + at] === 1) ? 1 : 0,
  );
}

/** Throws `E_MODEL_FEATURES` when there is no modality of a side that `what` cannot do without. */
export function requireSide(items: ItemTokens, side: SideName, what: string): void {
  if (sideOf(items, side).length > 0) return;
  throw new MoviolaError("E_MODEL_FEATURES", "The model lacks a modality that a setting needs", {
    where: what,
    expected: side === "text" ? 'a modality called "text"' : 'a modality such as "image"',
    got: items.tokens.map(({ name }) => name).join(", "),
    remedy: `Give --features ${side}=FILE, or take another variant or regime`,
  });
}

/** One item with the modality at place `at` alone, whose row is `features`. */
export function itemRow(
  { tokens, nText }: Pick<ItemTokens, "tokens" | "nText">,
  at: number,
  features: Float32Array,
): ItemTokens {
  const present = new Uint8Array(tokens.length);
  present[at] = 1;
  const own = tokens.map((token, place) => ({
    ...token,
    values:
      place === at
        ? toUnitLength(features.map((value, k) => value - token.mean[k]))
        : new Float32Array(token.dim),
  }));
  return { nItems: 1, tokens: own, nText, present };
}

type Named = Pick<Modality, "name" | "dim">;

/** The projection that a modality goes through. */
export function spaceOf({ name, dim }: Named, all: readonly Named[]): string {
  if (!/^thumbnail(-\d+)?$/.test(name)) return name;
  const sameEncoder = all.find(
    (other) => (other.name === "image" || other.name === "thumbnail") && other.dim === dim,
  );
  return sameEncoder?.name ?? name;
}

function token(modality: Modality, all: readonly Modality[], centring: boolean): Token {
  const { name, dim } = modality;
  const mean = centring ? meanRow(modality) : new Float32Array(dim);
  return { name, dim, mean, space: spaceOf(modality, all), values: unitRows(modality, mean) };
}

/** `[nItems x dim]` rows less `mean` `[dim]`, of length 1; 0 where the item lacks the modality. */
export function unitRows({ dim, values, missing }: Modality, mean: Float32Array): Float32Array {
  const rows = new Float32Array(values.length);
  missing.forEach((mark, item) => {
    if (mark !== 0) return;
    const start = item * dim;
    for (let at = 0; at < dim; at++) rows[start + at] = values[start + at] - mean[at];
    toUnitLength(rows.subarray(start, start + dim));
  });
  return rows;
}

function meanRow({ dim, values, missing }: Modality): Float32Array {
  const sums = new Float64Array(dim);
  let count = 0;
  missing.forEach((mark, item) => {
    if (mark !== 0) return;
    count++;
    for (let at = 0; at < dim; at++) sums[at] += values[item * dim + at];
  });
  return Float32Array.from(sums, (sum) => sum / count);
}
