import type { RandomStream } from "../../../../compute/random.js";
import type { Palette } from "../palette.js";

/** What a motif draws with. The canvas is 200 wide and 300 high; the lowest 80 are for lettering. */
export interface Scene {
  readonly palette: Palette;
  readonly random: RandomStream;
  /** True for a night scene. */
  readonly dark: boolean;
}

/** A number from `from` to `to`, uniform. */
export function between(random: RandomStream, from: number, to: number): number {
  return from + (to - from) * random.uniform();
}
