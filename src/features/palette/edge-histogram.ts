import { toUnitLength } from "../shared/unit-length.js";
import { workingHeight, workingWidth } from "./working-image.js";

const orientations = 8;
const cellsAcross = 2;
const cellsDown = 3;
/** Gradients below this, about one step of an 8-bit grey, are no edges: on plain ground they are rounding. */
const leastGradient = 0.005;

/** Length of {@link edgeHistogram}: 2 x 3 cells of 8 orientations, 48. */
export const edgeBins: number = cellsAcross * cellsDown * orientations;

/**
 * How much edge there is in each direction, by cell: Sobel gradients g = (gx, gy) of the lightness, none
 * on the outermost pixels. A pixel with |g| >= 0.005 adds |g| to the orientation
 * floor(8 theta / pi + 1/2) mod 8, theta = atan2(gy, gx) in 0..pi, of its cell of 48 x 48 pixels: upright
 * and level edges lie in the middle of theirs. Cells stand row by row from the upper left. Square roots,
 * then scaled to length 1; all 0 for a picture without an edge.
 */
export function edgeHistogram(pixels: Float64Array): Float64Array {
  const sums = new Float64Array(edgeBins);
  for (let y = 1; y < workingHeight - 1; y++) {
    const cellRow = Math.floor((y * cellsDown) / workingHeight);
    for (let x = 1; x < workingWidth - 1; x++) {
      const { gx, gy } = gradient(pixels, x, y);
      const cell = cellRow * cellsAcross + Math.floor((x * cellsAcross) / workingWidth);
      const strength = Math.sqrt(gx * gx + gy * gy);
      if (strength >= leastGradient) sums[cell * orientations + orientation(gx, gy)] += strength;
    }
  }
  return toUnitLength(sums.map(Math.sqrt));
}

function orientation(gx: number, gy: number): number {
  const angle = Math.atan2(gy, gx);
  const turned = angle < 0 ? angle + Math.PI : angle;
  return Math.floor((turned / Math.PI) * orientations + 0.5) % orientations;
}

function gradient(pixels: Float64Array, x: number, y: number): { gx: number; gy: number } {
  const row = workingWidth * 3;
  const at = y * row + x * 3;
  const upperLeft = pixels[at - row - 3];
  const upperRight = pixels[at - row + 3];
  const lowerLeft = pixels[at + row - 3];
  const lowerRight = pixels[at + row + 3];
  return {
    gx:
      (upperRight + 2 * pixels[at + 3] + lowerRight - upperLeft - 2 * pixels[at - 3] - lowerLeft) /
      8,
    gy:
      (lowerLeft +
        2 * pixels[at + row] +
        lowerRight -
        upperLeft -
        2 * pixels[at - row] -
        upperRight) /
      8,
  };
}
