/** Lightness classes of colours without a hue, and hues, lightness and chroma classes of the others. */
const greys = 8;
const hues = 12;
const lightnesses = 3;
const chromas = 2;
/** OKLab chroma below which a colour counts as grey, and above which it counts as strong. */
const greyChroma = 0.03;
const strongChroma = 0.1;

/** Length of {@link colourHistogram}: 8 greys and 12 hues x 3 lightnesses x 2 chromas, 80. */
export const colourBins: number = greys + hues * lightnesses * chromas;

/**
 * Square roots of the shares of pixels in 80 classes, so that its length is 1 and its dot product with
 * another is the Bhattacharyya coefficient. `pixels` is `[n x 3]` OKLab.
 *
 * A colour of chroma c = sqrt(a^2 + b^2) < 0.03 goes to class floor(8 L); any other to class
 * 8 + 12 (2 floor(3 L) + [c > 0.1]) + floor(12 h), where h = atan2(b, a) / 2 pi in 0..1. Each floor is
 * held within its range.
 */
export function colourHistogram(pixels: Float64Array): Float64Array {
  const shares = new Float64Array(colourBins);
  const share = 3 / pixels.length;
  for (let at = 0; at < pixels.length; at += 3) {
    shares[colourClass(pixels[at], pixels[at + 1], pixels[at + 2])] += share;
  }
  return shares.map(Math.sqrt);
}

function colourClass(lightness: number, a: number, b: number): number {
  const chroma = Math.sqrt(a * a + b * b);
  if (chroma < greyChroma) return within(Math.floor(lightness * greys), greys);
  const angle = Math.atan2(b, a) / (2 * Math.PI);
  const hue = within(Math.floor((angle < 0 ? angle + 1 : angle) * hues), hues);
  const light = within(Math.floor(lightness * lightnesses), lightnesses);
  return greys + (light * chromas + (chroma > strongChroma ? 1 : 0)) * hues + hue;
}

function within(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, value));
}
