/**
 * OKLab, a colour space in which equal distances look about equal: lightness L in 0..1, a from green to
 * red and b from blue to yellow, both within about -0.4..0.4. Source: Björn Ottosson, "A perceptual
 * color space for image processing", 2020, with the constants given there.
 */

/** `[256]` light intensity, 0 to 1, of each 8-bit sRGB value (IEC 61966-2-1). */
export const linearOfByte: Float64Array = Float64Array.from({ length: 256 }, (_unused, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** Turns light intensities `[n x 3]` of red, green and blue into L, a and b, in place. */
export function linearToOklab(pixels: Float64Array): Float64Array {
  for (let at = 0; at < pixels.length; at += 3) {
    const red = pixels[at];
    const green = pixels[at + 1];
    const blue = pixels[at + 2];
    const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    pixels[at] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
    pixels[at + 1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
    pixels[at + 2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  }
  return pixels;
}
