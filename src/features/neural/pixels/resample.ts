/**
 * Resampling as Pillow does it for 8-bit images, to the bit: separable filters that widen when an
 * image shrinks, weights in fixed point with 22 bits, rows first. Only the square that is kept is
 * computed. Source: Pillow 9 to 12, `Resample.c`; the processors for
 * ViT, CLIP, ConvNeXT and MobileNet in transformers for Python resize with it.
 */
import type { RgbImage } from "./rgb-image.js";
import type { ResizePlan } from "./plan.js";

const fractionBits = 22;
const half = 2 ** (fractionBits - 1);

interface Kernel {
  readonly support: number;
  weight(distance: number): number;
}

const kernels: Readonly<Record<"bilinear" | "bicubic", Kernel>> = {
  bilinear: { support: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: { support: 2, weight: cubic },
};

/** Keys' cubic with a = -0.5. */
function cubic(signed: number): number {
  const x = Math.abs(signed);
  const a = -0.5;
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}

/** The weights of `count` outputs from `first` on. */
interface Taps {
  /** Taps an output has room for. */
  readonly room: number;
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly weights: Int32Array;
}

function tapsOf(
  inSize: number,
  outSize: number,
  first: number,
  count: number,
  kernel: Kernel,
): Taps {
  const scale = inSize / outSize;
  const stretch = Math.max(scale, 1);
  const support = kernel.support * stretch;
  const room = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  const weights = new Int32Array(count * room);
  const raw = new Float64Array(room);
  for (let at = 0; at < count; at++) {
    const centre = (first + at + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - support + 0.5));
    const length = Math.min(inSize, Math.trunc(centre + support + 0.5)) - start;
    let sum = 0;
    for (let tap = 0; tap < length; tap++) {
      raw[tap] = kernel.weight((tap + start - centre + 0.5) * (1 / stretch));
      sum += raw[tap];
    }
    for (let tap = 0; tap < length; tap++) {
      const fixed = (sum === 0 ? raw[tap] : raw[tap] / sum) * 2 ** fractionBits;
      weights[at * room + tap] = Math.trunc(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
    }
    starts[at] = start;
    lengths[at] = length;
  }
  return { room, starts, lengths, weights };
}

/** The square `[crop x crop x 3]`, rows of red, green, blue. */
export function resampleSquare(
  image: RgbImage,
  plan: ResizePlan,
  filter: "bilinear" | "bicubic",
): Uint8Array {
  const { crop, left, top } = plan;
  const kernel = kernels[filter];
  const across = tapsOf(image.width, plan.width, left, crop, kernel);
  const down = tapsOf(image.height, plan.height, top, crop, kernel);
  const firstRow = down.starts[0];
  const lastRow = down.starts[crop - 1] + down.lengths[crop - 1];
  const narrow = resampleRows(image, across, crop, firstRow, lastRow);
  return resampleColumns(narrow, down, crop, firstRow);
}

function resampleRows(
  { data, width }: RgbImage,
  { room, starts, lengths, weights }: Taps,
  crop: number,
  firstRow: number,
  lastRow: number,
): Uint8ClampedArray {
  const rows = new Uint8ClampedArray((lastRow - firstRow) * crop * 3);
  let to = 0;
  for (let row = firstRow; row < lastRow; row++) {
    for (let column = 0; column < crop; column++) {
      let from = (row * width + starts[column]) * 3;
      let [red, green, blue] = [half, half, half];
      const end = column * room + lengths[column];
      for (let tap = column * room; tap < end; tap++, from += 3) {
        const weight = weights[tap];
        red += data[from] * weight;
        green += data[from + 1] * weight;
        blue += data[from + 2] * weight;
      }
      rows[to] = red >> fractionBits;
      rows[to + 1] = green >> fractionBits;
      rows[to + 2] = blue >> fractionBits;
      to += 3;
    }
  }
  return rows;
}

function resampleColumns(
  rows: Uint8ClampedArray,
  { room, starts, lengths, weights }: Taps,
  crop: number,
  firstRow: number,
): Uint8Array {
  const width = crop * 3;
  const square = new Uint8ClampedArray(crop * width);
  const sums = new Int32Array(width);
  for (let row = 0; row < crop; row++) {
    sums.fill(half);
    let from = (starts[row] - firstRow) * width;
    for (let tap = row * room; tap < row * room + lengths[row]; tap++) {
      const weight = weights[tap];
      for (let at = 0; at < width; at++, from++) sums[at] += rows[from] * weight;
    }
    const to = row * width;
    for (let at = 0; at < width; at++) square[to + at] = sums[at] >> fractionBits;
  }
  return new Uint8Array(square.buffer);
}
