import { toUnitLength } from "../shared/unit-length.js";
import { workingHeight, workingWidth } from "./working-image.js";

const cellsAcross = 4;
const cellsDown = 6;
const middleLightness = 0.5;
/** a and b span less than L and say more of a poster. */
const colourWeight = 3;

/** Length of {@link layoutColours}: 4 x 6 cells of L, a and b, 72. */
export const layoutSize: number = cellsAcross * cellsDown * 3;

/**
 * Mean colour (L - 0.5, 3 a, 3 b) of each of 4 x 6 cells of 24 x 24 pixels, row by row from the upper
 * left, scaled to length 1; all 0 for a picture that is middle grey throughout.
 */
export function layoutColours(pixels: Float64Array): Float64Array {
  const means = new Float64Array(layoutSize);
  const perCell = (workingWidth / cellsAcross) * (workingHeight / cellsDown);
  for (let y = 0; y < workingHeight; y++) {
    const cellRow = Math.floor((y * cellsDown) / workingHeight);
    for (let x = 0; x < workingWidth; x++) {
      const cell = cellRow * cellsAcross + Math.floor((x * cellsAcross) / workingWidth);
      const at = (y * workingWidth + x) * 3;
      means[cell * 3] += (pixels[at] - middleLightness) / perCell;
      means[cell * 3 + 1] += (colourWeight * pixels[at + 1]) / perCell;
      means[cell * 3 + 2] += (colourWeight * pixels[at + 2]) / perCell;
    }
  }
  return toUnitLength(means);
}
