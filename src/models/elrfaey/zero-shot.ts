/** Items without a learned number: features of length 1 as they are. */
import { toUnitLength } from "../../features/shared/unit-length.js";
import type { EncodedItems, EncodedPart } from "./encoded-items.js";
import type { Variant } from "./settings.js";
import { sidesOf } from "./network.js";
import { hasSide, sideOf, type ItemTokens, type SideName } from "./tokens.js";

/** Variants that are something without learned parameters. */
export type PlainVariant = Exclude<Variant, "fused" | "gated">;

/** True for a {@link PlainVariant}. */
export function isPlain(variant: Variant): variant is PlainVariant {
  return variant !== "fused" && variant !== "gated";
}

/**
 * Vectors of `text`, `image`, `late-average` and `concat` from the features themselves. A side is the mean of
 * its tokens of one space, and spaces stand side by side, as do the sides of `concat`; all of length 1.
 */
export function encodeZeroShot(items: ItemTokens, variant: PlainVariant): EncodedItems {
  const sides: { -readonly [Name in SideName]?: EncodedPart } = {};
  for (const side of sidesOf(variant)) {
    if (sideOf(items, side).length > 0) sides[side] = sidePart(items, side);
  }
  const given = Object.values(sides);
  if (variant === "concat") return { parts: [sideBySide(given, items.nItems)], sides };
  if (variant !== "late-average") return { parts: given, sides };
  const has = (Object.keys(sides) as SideName[]).map((side) => hasSide(items, side));
  const weights = Float32Array.from({ length: items.nItems }, (_unused, item) => {
    return 1 / Math.max(1, has.filter((marks) => marks[item] === 1).length);
  });
  return { parts: given.map((part) => ({ ...part, weights })), sides };
}

function sidePart(items: ItemTokens, side: SideName): EncodedPart {
  const places = sideOf(items, side);
  const spaces = [...new Set(places.map((at) => items.tokens[at].space))];
  return sideBySide(
    spaces.map((space) => {
      const own = places.filter((at) => items.tokens[at].space === space);
      const { dim } = items.tokens[own[0]];
      const sums = new Float32Array(items.nItems * dim);
      // Rows of items that lack a token are 0.
      for (const at of own) items.tokens[at].values.forEach((value, k) => (sums[k] += value));
      return unit({ width: dim, vectors: sums });
    }),
    items.nItems,
  );
}

/** Rows of all parts after another, of length 1. */
function sideBySide(parts: readonly EncodedPart[], nItems: number): EncodedPart {
  if (parts.length === 1) return parts[0];
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const vectors = new Float32Array(nItems * width);
  let offset = 0;
  for (const part of parts) {
    for (let item = 0; item < nItems; item++) {
      const row = part.vectors.subarray(item * part.width, (item + 1) * part.width);
      vectors.set(row, item * width + offset);
    }
    offset += part.width;
  }
  return unit({ width, vectors });
}

function unit({ width, vectors }: EncodedPart): EncodedPart {
  for (let start = 0; start < vectors.length; start += width) {
    toUnitLength(vectors.subarray(start, start + width));
  }
  return { width, vectors };
}
