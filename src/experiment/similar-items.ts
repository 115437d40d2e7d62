import { MoviolaError } from "../common/errors.js";
import type { TrainPart, ValidPart } from "../data/split/parts.js";
import { topKItems } from "../metrics/index.js";
import type { AnyModel } from "../models/contract.js";
import type { FactorForm, ProductForm } from "../models/score-form.js";
import { allModels } from "../models/registry.js";
import { checkItems } from "../models/shared/index-checks.js";
import { checkForm } from "./check-form.js";
import { allowedItems, type ItemFilter } from "./item-filter.js";
import type { Recommendation } from "./recommend.js";
import { checkLength, sizeOfParts } from "./recommend-options.js";
import { formOf } from "./score-blocks.js";

/** Settings of {@link similarItems}. */
export interface SimilarItemsOptions {
  /** Fitted, with scores by factors or by weights between items. */
  readonly model: AnyModel;
  readonly item: number;
  /**
   * Parts that the model has learned from: an item without a row there is like nothing, unless the model
   * scores items by their content (`ModelEntry.scoresColdItems`).
   */
  readonly seen: readonly (TrainPart | ValidPart)[];
  /** Most items to list; default 10. */
  readonly topK?: number;
  readonly filter?: ItemFilter;
}

/**
 * The items most like one, best first, equal values by lower item: by the cosine of item factors, or by
 * the weight that the item carries for another's score where a model has weights between items (only
 * those above 0). Items without a row in `seen` are not listed, but by a model of content. Throws
 * `E_SIMILAR_ITEM` for an item without a row, `E_SIMILAR_MODEL` for a model that does not compare items, `E_MODEL_ITEM` for an
 * unknown item, `E_RECOMMEND_SEEN`, `E_RECOMMEND_TOP_K`.
 */
export function similarItems(options: SimilarItemsOptions): Recommendation[] {
  const { model, item, seen, topK = 10, filter } = options;
  checkLength(topK);
  const { nItems } = sizeOfParts(seen);
  checkItems(Int32Array.of(item), nItems);
  const isKnown = scoresColdItems(model)
    ? new Uint8Array(nItems).fill(1)
    : itemsWithRows(seen, nItems);
  if (isKnown[item] === 0) throw itemError(item);
  const values = likeness(model, item, nItems);
  const allowed = allowedItems(filter, nItems);
  const excluded = Int32Array.from(values.keys()).filter(
    (other) =>
      other === item ||
      isKnown[other] === 0 ||
      allowed?.[other] === 0 ||
      values[other] === -Infinity,
  );
  return Array.from(topKItems(values, excluded, topK), (itemIndex, place) => ({
    itemIndex,
    score: values[itemIndex],
    rank: place + 1,
  }));
}

function scoresColdItems(model: AnyModel): boolean {
  const { id } = model.describe();
  return allModels().find((entry) => entry.id === id)?.scoresColdItems === true;
}

function itemsWithRows(parts: SimilarItemsOptions["seen"], nItems: number): Uint8Array {
  const isKnown = new Uint8Array(nItems);
  for (const { interactions } of parts)
    for (const item of interactions.itemIndex) isKnown[item] = 1;
  return isKnown;
}

/** `[nItems]` minus infinity where nothing is known. */
function likeness(model: AnyModel, item: number, nItems: number): Float32Array {
  const form = formOf(model);
  if (form === undefined || (form.kind === "product" && form.through === "other")) {
    throw modelError(model.describe().id);
  }
  checkForm(form, nItems);
  return form.kind === "factors" ? cosines(form, item, nItems) : weights(form, item, nItems);
}

function cosines(
  { itemFactors, nFactors }: FactorForm,
  item: number,
  nItems: number,
): Float32Array {
  const product = (one: number, other: number): number => {
    let sum = 0;
    for (let factor = 0; factor < nFactors; factor++) {
      sum += itemFactors[one * nFactors + factor] * itemFactors[other * nFactors + factor];
    }
    return sum;
  };
  const own = product(item, item);
  return Float32Array.from({ length: nItems }, (_unused, other) => {
    const lengths = Math.sqrt(own * product(other, other));
    return lengths === 0 ? -Infinity : product(item, other) / lengths;
  });
}

function weights({ right }: ProductForm, item: number, nItems: number): Float32Array {
  const values = new Float32Array(nItems).fill(-Infinity);
  if ("offsets" in right) {
    for (let at = right.offsets[item]; at < right.offsets[item + 1]; at++) {
      if (right.values[at] > 0) values[right.columns[at]] = right.values[at];
    }
    return values;
  }
  for (let other = 0; other < nItems; other++) {
    const weight = right.values[item * nItems + other];
    if (weight > 0) values[other] = weight;
  }
  return values;
}

function itemError(item: number): MoviolaError {
  return new MoviolaError("E_SIMILAR_ITEM", "Nothing was learned of this item", {
    where: `item ${item}`,
    expected: "an item with a training row",
    got: "none",
    remedy: "Ask for an item that users have rated, or compare items by their content",
  });
}

function modelError(id: string): MoviolaError {
  return new MoviolaError("E_SIMILAR_MODEL", `The model "${id}" does not compare items`, {
    expected: "a model with item factors, or with weights between items",
    got: id,
    remedy: "Fit a model of that kind, such as item-knn",
  });
}
