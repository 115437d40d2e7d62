import { InvalidArgumentError } from "commander";
import type { RatingScale } from "../../data/dataset.js";

/** Parses a range of ratings such as `1,5` or `0.5,5`, for commander. */
export function scaleOption(text: string): RatingScale {
  const [minimum, maximum, ...rest] = text.split(",").map(Number);
  if (rest.length > 0 || !(minimum < maximum)) {
    throw new InvalidArgumentError("expected the lowest and the highest rating, such as 1,5.");
  }
  return { minimum, maximum, step: Number.isInteger(minimum) ? 1 : 0.5 };
}
