import type { PixelSettings } from "./pixel-settings.js";

/** Whose rounding is followed: both work in float32, the second subtracts and divides in double. */
export type Rounding = "python" | "javascript";

/**
 * What each of the 256 values becomes, by channel `[3 x 256]`: divided by 255, less the mean, by the
 * deviation.
 */
export function valueTable({ mean, deviation }: PixelSettings, rounding: Rounding): Float32Array {
  const table = new Float32Array(3 * 256);
  const round = rounding === "python" ? Math.fround : (value: number): number => value;
  for (let channel = 0; channel < 3; channel++) {
    for (let value = 0; value < 256; value++) {
      const scaled = Math.fround(value * (1 / 255));
      const centred = round(scaled - round(mean[channel]));
      table[channel * 256 + value] = centred / round(deviation[channel]);
    }
  }
  return table;
}

/** From `[size x size x 3]` bytes to `[3 x size x size]` numbers. */
export function toChannels(square: Uint8Array, table: Float32Array): Float32Array {
  const nPixels = square.length / 3;
  const channels = new Float32Array(square.length);
  for (let pixel = 0, from = 0; pixel < nPixels; pixel++, from += 3) {
    channels[pixel] = table[square[from]];
    channels[nPixels + pixel] = table[256 + square[from + 1]];
    channels[2 * nPixels + pixel] = table[512 + square[from + 2]];
  }
  return channels;
}
