import { truncatedSvd } from "../../compute/truncated-svd.js";
import { denseRows } from "../shared/dense-rows.js";
import { centreRows } from "./unit-rows.js";

/** Relative residual of the variances; far below what a map or a neighbour shows. */
const tolerance = 1e-6;

/** Rows in their principal directions. */
export interface PrincipalComponents {
  /** At most the wanted number; fewer where the rows span less. */
  readonly nComponents: number;
  /** `[nRows x nComponents]` strongest first, centred. */
  readonly coordinates: Float64Array;
}

/** The `count` strongest principal components of `rows` (`[nRows x dim]`), which are left as they are. */
export function principalComponents(
  rows: Float64Array,
  dim: number,
  count: number,
): PrincipalComponents {
  const centred = rows.slice();
  centreRows(centred, dim);
  const { rank, left, singularValues } = truncatedSvd(denseRows(centred, dim), count, {
    seed: 1,
    tolerance,
  });
  const coordinates = left.map((value, at) => value * singularValues[at % rank]);
  return { nComponents: rank, coordinates };
}
