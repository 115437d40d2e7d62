/** What is known of the checkerboard's users and items besides their ratings: it tells the colours apart. */
import { createRandom } from "../../src/compute/random.js";
import type { ItemContent, UserAttributes } from "../../src/data/dataset.js";
import type { FeatureMatrix } from "../../src/models/contract.js";
import { boardSize } from "./checkerboard.js";

/**
 * Two modalities: `image` (4 numbers, none for the item without ratings) and `text` (3 numbers). In each
 * the first number is the colour, 1 or -1, under noise of a tenth of it; the others are small noise.
 */
export function boardFeatures(nItems: number): Record<string, FeatureMatrix> {
  return {
    image: colourMatrix("image", nItems, 4, (item) => item === boardSize),
    text: colourMatrix("text", nItems, 3, () => false),
  };
}

function colourMatrix(
  name: string,
  nItems: number,
  dim: number,
  isMissing: (item: number) => boolean,
): FeatureMatrix {
  const random = createRandom(1, `test/board ${name}`);
  const values = Float32Array.from({ length: nItems * dim }, (_unused, place) => {
    const colour = Math.floor(place / dim) % 2 === 0 ? 1 : -1;
    return (place % dim === 0 ? colour : 0) + 0.1 * random.normal();
  });
  const missing = Uint8Array.from({ length: nItems }, (_unused, item) => (isMissing(item) ? 1 : 0));
  missing.forEach((mark, item) => {
    if (mark === 1) values.fill(0, item * dim, (item + 1) * dim);
  });
  return { nItems, dim, values, missing };
}

/** Titles, genres, texts and years; of the item without ratings only the title. No posters. */
export function boardContent(nItems: number): ItemContent[] {
  return Array.from({ length: nItems }, (_unused, item): ItemContent => {
    const isEven = item % 2 === 0;
    if (item === boardSize) return { title: "The Unseen", genres: [] };
    return {
      title: isEven ? `Laughing in the Rain ${item}` : `Crying in the Dark ${item}`,
      year: 1960 + item,
      genres: isEven ? ["Comedy", "Musical"] : ["Drama", "Thriller"],
      text: isEven
        ? `A merry singer dances through a sunny town for the ${item}th time.`
        : `A tired detective follows a killer through the night for the ${item}th time.`,
    };
  });
}

/** Ages, genders and occupations; of the user without ratings nothing. */
export function boardUsers(nUsers: number): UserAttributes[] {
  return Array.from({ length: nUsers }, (_unused, user): UserAttributes => {
    if (user === boardSize) return {};
    const isEven = user % 2 === 0;
    return {
      age: 20 + user,
      gender: user % 3 === 0 ? "F" : "M",
      occupation: isEven ? "artist" : "engineer",
    };
  });
}
