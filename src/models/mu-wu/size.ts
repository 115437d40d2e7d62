/** What Mu and Wu's network takes, from sizes alone; the factors count the operators of a graph. */
import type { FitInput } from "../contract.js";
import type { NetworkNumbers } from "../shared/graph/expected-bytes.js";
import type { MuWuSettings } from "./settings.js";

/** Words of all titles, and attributes of users, about: what is not counted before a fit. */
const [wordsPerTitle, attributeValues] = [1.5, 60];

/** The network's numbers, known before it is built. */
export function muWuSize(input: FitInput, settings: MuWuSettings): NetworkNumbers {
  const { embeddingSize: size, attributeSize, hiddenSize, titleLength, titleFilters } = settings;
  const { nUsers, nItems } = input.train;
  const pixels = settings.variant === "cro" ? (input.features?.pixels?.dim ?? 0) : 0;
  const rows = nUsers + nItems * (1 + wordsPerTitle);
  const ends = 8 * size + 4 * titleFilters;
  return {
    parameters:
      rows * size +
      attributeValues * attributeSize +
      14 * titleFilters * size +
      ends * (hiddenSize + size),
    perPair: 21 * size + 5 * hiddenSize,
    perItem:
      26 * (titleLength - 1) * size +
      11.6 * titleFilters * titleLength +
      3 * hiddenSize +
      (pixels === 0 ? 0 : posterNumbers(pixels, settings)),
    tables: 2 * nItems * titleLength,
  };
}

/** Each block has a quarter of the places and twice the filters of the one before; three operators each. */
function posterNumbers(pixels: number, { posterBlocks, posterFilters }: MuWuSettings): number {
  const places = pixels / 12;
  return 2 * pixels + 3.15 * posterFilters * places * (2 - 2 ** (1 - posterBlocks));
}
